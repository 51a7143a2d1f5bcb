"""What a call can be refused for that no other surface knows."""

from __future__ import annotations

from jinguo.core.errors import Invalid, JinguoError


class TooManyCalls(JinguoError):
    """A token, or an address without a good one, calls more often than it may in a minute."""

    status = 429
    code = "too-many-calls"


class KeyReused(Invalid):
    """An idempotency key that stands for another call comes with this one."""

    code = "key-reused"
