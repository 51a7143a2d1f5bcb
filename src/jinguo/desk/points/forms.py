from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jinguo.desk.forms import DeskForm, date_field
from jinguo.ledger.actions.common import REASON_LENGTH
from jinguo.ledger.actions.goods import MOST_POINTS, TITLE_LENGTH
from jinguo.ledger.models import Good
from jinguo.ledger.schemes import Scheme
from jinguo.people.masking import MaskedMember


def price_text(points: int) -> str:
    """Return a number of points in words."""
    return ngettext("%d point", "%d points", points) % points


def number_field(**more: Any) -> forms.IntegerField:
    """Return a field for a number of goods."""
    return forms.IntegerField(label=_("Number"), min_value=1, max_value=10_000, **more)


def price_field() -> forms.IntegerField:
    """Return a field for what one costs."""
    return forms.IntegerField(label=_("Points for one"), min_value=1, max_value=MOST_POINTS)


class RuleForm(DeskForm):
    """What points are recorded for, and for which day; a rule is named ``programme:rule``."""

    rule = forms.ChoiceField(label=_("For what"))
    on = date_field(label=_("Day"))

    def __init__(self, *args: Any, schemes: Iterable[Scheme], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            (f"{scheme.programme}:{rule.id}", f"{rule.label} · {price_text(rule.points)}")
            for scheme in schemes
            for rule in scheme.rules_on(on)
        ]


class HandOverForm(DeskForm):
    """What is given to whom of the household."""

    good = forms.ChoiceField(label=_("Goods"))
    quantity = number_field(initial=1)
    received_by = forms.ChoiceField(
        label=_("Received by"),
        help_text=_("A member of the household. Someone who is missing is added on its page."),
    )
    on = date_field(label=_("Day"))

    def __init__(
        self, *args: Any, goods: Iterable[Good], members: Iterable[MaskedMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["good"].choices = [(one.id, good_text(one)) for one in goods]  # type: ignore[attr-defined]
        self.fields["received_by"].choices = [  # type: ignore[attr-defined]
            (one.person.id, f"{one.person.name} · {one.relation}") for one in members
        ]


def good_text(good: Good) -> str:
    """Return a good with its price and what is left, in one line."""
    return _now("%(title)s · %(price)s · %(stock)d left") % {
        "title": good.title,
        "price": price_text(good.price),
        "stock": good.stock,  # type: ignore[attr-defined]
    }


class ReasonForm(DeskForm):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)


class GoodForm(DeskForm):
    """A new good."""

    title = forms.CharField(label=_("Name"), max_length=TITLE_LENGTH)
    price = price_field()


class ChangeForm(DeskForm):
    """What a good costs, and whether it is offered."""

    price = price_field()
    is_offered = forms.BooleanField(label=_("Offered"), required=False)


class StockForm(DeskForm):
    """Goods that come in."""

    quantity = number_field()
    on = date_field(label=_("Day"))


class WriteOffForm(StockForm):
    """Goods that are spoilt, lost or were counted wrongly."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)
