"""Errors as problem documents (RFC 9457), in the language of the call."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Schema
from ninja.errors import HttpError, ValidationError

from jinguo.api.sentences import sentence_of
from jinguo.core import trail
from jinguo.core.errors import Denied, JinguoError, Refused
from jinguo.core.ids import new_id
from jinguo.org.actor import Actor

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

# Status: code, title, and what is said where nobody said more.
TITLES: dict[int, tuple[str, str | Promise, str | Promise]] = {
    400: (
        "unreadable",
        gettext_lazy("The call cannot be read"),
        gettext_lazy("The body is not the JSON it should be."),
    ),
    401: (
        "no-token",
        gettext_lazy("No good token"),
        gettext_lazy(
            "Send a good token as “Authorization: Bearer …”. Tokens end, and can be revoked."
        ),
    ),
    403: ("denied", gettext_lazy("Not allowed"), gettext_lazy("This is not allowed.")),
    404: (
        "not-found",
        gettext_lazy("Nothing there"),
        gettext_lazy("There is nothing at this address."),
    ),
    405: (
        "wrong-method",
        gettext_lazy("Another method"),
        gettext_lazy("This address does not know that method; see the header “Allow”."),
    ),
    409: ("refused", gettext_lazy("Not possible now"), gettext_lazy("This is not possible now.")),
    422: (
        "invalid",
        gettext_lazy("Something in the call is wrong"),
        gettext_lazy("Something in the call is wrong; see “errors”."),
    ),
    429: ("too-many-calls", gettext_lazy("Too many calls"), gettext_lazy("Too many calls.")),
    500: (
        "broken",
        gettext_lazy("Something of ours is broken"),
        gettext_lazy("Nothing was done. Try again later; if it stays, tell the administrator."),
    ),
}


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str = Field(description="Name of a parameter, or the way to a field of the body.")
    detail: str


class Problem(Schema):
    """Why a call was not answered. ``code`` is for programs, the sentences are for people."""

    type: str = Field(examples=["urn:jinguo:problem:not-found"])
    title: str = Field(examples=["Nothing there"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such household."])
    code: str = Field(examples=["not-found"])
    errors: list[FieldProblem] = Field(default_factory=list)


def problem(
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem document; what is not given is what its status says."""
    usual, title, sentence = TITLES.get(status, TITLES[400 if status < 500 else 500])
    document: dict[str, Any] = {
        "type": f"urn:jinguo:problem:{code or usual}",
        "title": str(title),
        "status": status,
        "detail": detail or str(sentence),
        "code": code or usual,
        "errors": [{"field": field, "detail": said} for field, said in errors],
    }
    # A field's name is the caller's, and may hold half a sign that no encoding has.
    text = json.dumps(document, ensure_ascii=False).encode(errors="replace")
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def expected(request: HttpRequest, error: JinguoError) -> HttpResponse:
    """Return the problem document of an expected error; what was refused or denied is on the trail."""
    actor = getattr(request, "auth", None)
    if actor is not None and isinstance(error, Refused | Denied):
        note_refusal(request, actor, error)
    named = error.fields if isinstance(error, Refused) else {}
    return problem(
        error.status,
        code=error.code,
        detail=error.message,
        errors=[(name, error.message) for name in named],
        headers={"Retry-After": "60"} if error.status == 429 else None,
    )


def note_refusal(request: HttpRequest, actor: Actor, error: JinguoError) -> None:
    """Note on the trail what was refused or denied to a program."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    with transaction.atomic():
        trail.note(
            actor,
            f"api.{name}"[:60],
            result="denied" if isinstance(error, Denied) else "refused",
            area=actor.home_area,
            purpose=error.code,
        )


def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return the problem document of a call whose parameters or body do not fit."""
    return problem(422, errors=[(field_of(one), sentence_of(one)) for one in error.errors])


def field_of(error: Mapping[str, Any]) -> str:
    """Return the name of what is wrong: a parameter, or the way to a field of the body."""
    source, *way = error["loc"]
    if source == "body":
        way = way[1:]  # the first is what our function calls the body
    return ".".join(str(part) for part in way) or "body"


def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Return the problem document of what the library refuses by its status alone."""
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else None
    return problem(error.status_code, headers=headers)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that something of ours is broken, with the number under which the log has it."""
    number = str(new_id())[-12:]
    log.error("fault %s at %s", number, request.resolver_match, exc_info=error)
    said = _("Nothing was done. The administrator finds the fault under the number %s.") % number
    return problem(500, detail=said)
