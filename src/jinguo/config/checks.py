"""What keeps an installation from being served: system checks of deployment, a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

from jinguo.config.environment import environment
from jinguo.core import crypto
from jinguo.core.errors import Refused

TAG = "serving"
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def connect() -> None:
    """Register the checks; ``check --deploy`` runs them too."""
    for check in (debug_is_off, database_is_durable, keys_are_sound, messages_are_sent):
        checks.register(check, TAG, deploy=True)


def check_fit() -> None:
    """
    Pass when the installation may be served.

    :raises Refused: with a sentence for each check that fails
    """
    found = checks.run_checks(tags=[TAG], include_deployment_checks=True, databases=["default"])
    if found:
        raise Refused("\n".join(one.msg for one in found))


def debug_is_off(**_more: Any) -> list[checks.CheckMessage]:
    """Let errors be shown in the browser only where nobody but the programmer looks."""
    elsewhere = sorted(set(settings.ALLOWED_HOSTS) - THIS_MACHINE)
    if not settings.DEBUG or not elsewhere:
        return []
    sentence = (
        f"JINGUO_DEBUG is set, and JINGUO_HOSTS names {', '.join(elsewhere)}: every error would show"
        " personal data and settings to whoever causes it. Unset JINGUO_DEBUG."
    )
    return [checks.Error(sentence, id="config.E001")]


def keys_are_sound(**_more: Any) -> list[checks.CheckMessage]:
    """Let nothing be sealed under keys that are short, repeated, damaged, or that others may read."""
    try:
        crypto.ring()
    except crypto.KeyRingError as fault:
        return [checks.Error(fault.message, id="config.E005")]
    return []


def messages_are_sent(**_more: Any) -> list[checks.CheckMessage]:
    """Let a channel that is on have what it needs, and nobody's message be printed where people sign in."""
    elsewhere = sorted(set(settings.ALLOWED_HOSTS) - THIS_MACHINE)
    shown = [one for one in settings.JINGUO_MESSAGES.values() if one in ("console", "recorded")]
    found: list[checks.CheckMessage] = [
        checks.Error(f"{name} is not set, and a channel that is on needs it.", id="config.E003")
        for name in environment.missing()
    ]
    if shown and elsewhere:
        sentence = (
            f"Messages go to {' and '.join(sorted(set(shown)))} instead of to people, and JINGUO_HOSTS names"
            f" {', '.join(elsewhere)}: whoever reads them there could sign in as anybody. Set JINGUO_SMS,"
            " JINGUO_WECHAT and JINGUO_EMAIL to a provider, or to off."
        )
        found.append(checks.Error(sentence, id="config.E004"))
    return found


def database_is_durable(
    databases: Sequence[str] | None = None, **_more: Any
) -> list[checks.CheckMessage]:
    """Let nothing be called saved that a power cut would lose."""
    off = [name for alias in databases or () for name in DURABLE if is_off(alias, name)]
    return [
        checks.Error(
            f"The database runs with {name} off: a power cut would lose what was saved. Set {name} = on"
            " in its postgresql.conf, and start it again.",
            id="config.E002",
        )
        for name in off
    ]


def is_off(alias: str, name: str) -> bool:
    """Ask the server whether a switch is off for us."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return bool(cursor.fetchone()[0] == "off")
