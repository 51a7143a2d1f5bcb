"""Small filters of the workbench's templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from jinguo.audit.models import Event
from jinguo.core import money
from jinguo.core.language import day_text, with_weekday
from jinguo.core.recorded import by_whom
from jinguo.desk import exporting
from jinguo.desk.audit import words
from jinguo.exchange import importers
from jinguo.exchange.annotating import letters
from jinguo.org.models import Area
from jinguo.org.roles import Capability

register = template.Library()
register.filter("by_whom", by_whom)


@register.filter
def lookup(table: Mapping[Any, Any], key: object) -> Any:
    """Return the entry of a table, the key itself when there is none."""
    return table.get(key, key)


@register.filter
def grouped(number: int) -> str:
    """Return a whole number with its digits in groups of three."""
    return f"{number:,}"


@register.filter
def near_day(day: date) -> str:
    """Return a day as people say it: without the year while it is this one."""
    if day.year == timezone.localdate().year:
        return day_text(day)
    return date_format(day)


@register.filter
def weekday_and_day(day: date) -> str:
    """Return a whole day with its weekday."""
    return with_weekday(date_format(day), day)


@register.filter
def yuan(fen: int) -> str:
    """Return an amount of fen in yuan with two decimals."""
    return money.exact(fen)


@register.filter
def signed(number: int) -> str:
    """Return a whole number with its sign, a true minus for what is taken away."""
    return f"{number:+,}".replace("-", "−")


@register.filter
def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as a number of per cent with one decimal."""
    return "" if share is None else f"{share * 100:.1f}"


@register.filter(name="hex")
def as_hex(value: bytes | memoryview | None) -> str:
    """Return the first and last bytes of a digest, in hexadecimal."""
    text = bytes(value or b"").hex()
    return f"{text[:16]}…{text[-8:]}" if len(text) > 24 else text


@register.filter
def field_titles(names: Iterable[str]) -> str:
    """Return what the fields of an event are called; names of the machine stay as they are."""
    return words.field_titles(names)


@register.filter
def hexend(value: object) -> str:
    """Return the last signs of an id, enough to tell two of one page apart."""
    return str(value)[-6:]


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: object) -> str:
    """Return the address's query with some parts changed; an empty value takes a part out."""
    parts = context["request"].GET.copy()
    for key, value in changes.items():
        parts.pop(key, None)
        if value not in (None, ""):
            parts[key] = str(value)
    return str(parts.urlencode())


@register.inclusion_tag("desk/parts/export.html", takes_context=True)
def export(
    context: RequestContext, name: str, *ids: object, choose: bool = False
) -> dict[str, Any]:
    """
    Show who may the button that takes a list out, all its pages, narrowed as the address is.

    With ``choose``, for a page without a filter of areas, who has several chooses one beside it.
    """
    request = context["request"]
    return {
        "areas": exporting.areas_offered(request.actor) if choose else (),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "to": f"{reverse(name, args=ids)}?{query(context, after='', page='')}",
    }


@register.simple_tag(takes_context=True)
def areas_to_take_out(context: RequestContext) -> Sequence[Area]:
    """Return the areas to choose among beside a button that takes a list out."""
    return exporting.areas_offered(context["request"].actor)


@register.simple_tag
def joined(*parts: object) -> str:
    """Return the parts with hyphens between them, as ids of elements are made."""
    return "-".join(map(str, parts))


@register.filter
def reason_text(code: str) -> str:
    """Return the sentence of a reason for which a row of a workbook was refused."""
    return importers.sentence(code)


@register.filter
def column_letters(column: int | None) -> str:
    """Return a column that counts from 0 as a spreadsheet names it; empty for none."""
    return "" if column is None else letters(column)


@register.filter
def say_kind(level: str) -> str:
    """Return how a message of Django's level looks."""
    return {"error": "bad", "warning": "warn", "success": "good"}.get(level, "note")


@register.filter
def act_text(action: str) -> str:
    """Return what an act of the trail is called."""
    return words.act_text(action)


@register.filter
def purpose_text(event: Event) -> str:
    """Return what an event of the trail says of its purpose, or why it was refused."""
    return words.purpose_text(event)
