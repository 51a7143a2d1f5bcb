"""Who carries the messages of each channel, as the settings say. Only ``delivering`` and ``codes`` ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings

from jinguo.notices.messages.providers.aliyun import AliyunSms
from jinguo.notices.messages.providers.interface import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Provider,
    Sent,
)
from jinguo.notices.messages.providers.local import Console, Recorded
from jinguo.notices.messages.providers.mail import Mail
from jinguo.notices.messages.providers.wechat import OfficialAccount
from jinguo.notices.models import Channel

__all__ = [
    "NotSent",
    "Outcome",
    "Outgoing",
    "PerhapsSent",
    "Provider",
    "Sent",
    "find_provider",
    "recorded",
]


def find_provider(channel: Channel) -> Provider | None:
    """Return who carries the messages of a channel; None where it is switched off."""
    make = MAKERS.get(settings.JINGUO_MESSAGES[channel])
    return make() if make else None


def _given(setting: str) -> dict[str, Any]:
    """Return what a provider is made with."""
    return dict(getattr(settings, setting))


def recorded() -> Recorded:
    """Return the one that writes into ``messages.jsonl`` of the var folder."""
    return Recorded(settings.JINGUO_VAR / "messages.jsonl")


@cache
def _official_account() -> OfficialAccount:
    return OfficialAccount(**_given("JINGUO_WECHAT"))  # one a process: it keeps its token


MAKERS: dict[str, Callable[[], Provider]] = {
    "console": Console,
    "recorded": recorded,
    "aliyun": lambda: AliyunSms(**_given("JINGUO_ALIYUN")),
    "official-account": _official_account,
    "smtp": lambda: Mail(**_given("JINGUO_MAIL")),
}
