"""
A call that does something is done once, however often it is sent.

The caller gives it a key of its own (``Idempotency-Key``). Act and answer are committed together, and the
same key with the same call gets the same answer for a day. Nothing is kept of a call that was refused: it
did nothing, and may be sent again under its key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Schema
from pydantic import StringConstraints

from jinguo.api.errors import KeyReused
from jinguo.api.http import ApiRequest
from jinguo.api.models import KeptAnswer
from jinguo.core import locks

KEPT_FOR = timedelta(days=1)
JSON = "application/json; charset=utf-8"

IdempotencyKey = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{8,100}$"),
    Header(
        alias="Idempotency-Key",
        description="Your own name of this call, such as a new UUID. Send the same call again under the"
        " same key when no answer came: it is done once.",
    ),
]


def once(request: ApiRequest, key: str, act: Callable[[datetime], Schema]) -> HttpResponse:
    """
    Do ``act`` at this instant and answer 201 with what it returns, or give the answer kept under the key.

    Two calls with one key wait for each other.

    :raises KeyReused: the key stands for a call with another address or body
    """
    now, token = timezone.now(), UUID(request.auth.session)
    digest = digest_of(request)
    with transaction.atomic():
        locks.hold(f"api.call:{token}:{key}")
        kept = KeptAnswer.objects.filter(token=token, key=key, at__gt=now - KEPT_FOR).first()
        if kept is None:
            kept = keep(token, key, digest, act(now), now)
    if bytes(kept.digest) != digest:
        sentence = _("This key stands for another call. Give each call a key of its own.")
        raise KeyReused(sentence, **{"Idempotency-Key": sentence})
    return HttpResponse(kept.body, status=kept.status, content_type=JSON)


def keep(token: UUID, key: str, digest: bytes, answer: Schema, now: datetime) -> KeptAnswer:
    """Keep the answer of a call that was done; one whose day is over makes room."""
    KeptAnswer.objects.filter(token=token, key=key).delete()
    return KeptAnswer.objects.create(
        token_id=token, key=key, digest=digest, status=201, body=answer.model_dump_json(), at=now
    )


def digest_of(request: ApiRequest) -> bytes:
    """Return what tells one call from another: its method, address and body."""
    sent = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(sent).digest()


def forget_answers(*, now: datetime) -> int:
    """Forget the answers whose day is over; return how many."""
    forgotten, _models = KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).delete()
    return forgotten
