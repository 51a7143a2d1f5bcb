"""
A secret split among custodians by Shamir's scheme: so many of them join it again, fewer learn nothing.

What is split is a fresh key; the secret itself, sealed under that key, goes into every share. So a share has
one size whatever the secret's, joining the wrong ones is found by the seal, and the seal says its cipher. A
share is a text to be printed or kept on a stick: it names its set and number, and a digest tells a damaged
one from a good one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from Crypto.Protocol.SecretSharing import Shamir
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Refused

KIND = "jinguo share of keys"
HALF = 16  # bytes: what the scheme splits at once
PLACE = b"jinguo share "
MOST = 16


class DamagedShare(Refused):
    """A share is not one, or was changed since it was written."""

    code = "damaged-share"


class SharesDoNotJoin(Refused):
    """Too few shares, or shares of two sets."""

    code = "shares-do-not-join"


@dataclass(frozen=True)
class Share:
    """What one custodian keeps: her part of the key, and the secret sealed under it."""

    set: str
    number: int
    of: int
    need: int
    made_on: str
    part: bytes
    sealed: bytes

    def text(self) -> str:
        """Return the share as it is kept."""
        row = self._row()
        return json.dumps({**row, "check": _digest(row)}, indent=1) + "\n"

    def _row(self) -> dict[str, Any]:
        return {
            "kind": KIND,
            "set": self.set,
            "number": self.number,
            "of": self.of,
            "need": self.need,
            "made_on": self.made_on,
            "part": self.part.hex(),
            "sealed": b64encode(self.sealed).decode(),
        }


def _digest(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def split(secret: bytes, *, of: int, need: int, made_on: str, cipher: str) -> list[Share]:
    """
    Return shares of a secret, of which any ``need`` join it again.

    :raises Refused: fewer than two are needed, more than there are, or too many are made
    """
    if not 2 <= need <= of <= MOST:
        raise Refused(
            _("Of at most %(most)d shares at least two are needed, and no more than there are.")
            % {"most": MOST}
        )
    key, name = secrets.token_bytes(2 * HALF), secrets.token_hex(4)
    sealed = crypto.encrypt(cipher, key, secret, PLACE + name.encode())
    halves = [Shamir.split(need, of, key[at : at + HALF]) for at in (0, HALF)]
    return [
        Share(name, number, of, need, made_on, first + second, sealed)
        for (number, first), (_number, second) in zip(*halves, strict=True)
    ]


def read(text: str, name: str) -> Share:
    """
    Return the share a text is; ``name`` is what it is called in a sentence about it.

    :raises DamagedShare: it is none, or was changed
    """
    try:
        row = json.loads(text)
        check = row.pop("check")
        share = Share(
            str(row["set"]), int(row["number"]), int(row["of"]), int(row["need"]),
            str(row["made_on"]), bytes.fromhex(row["part"]), b64decode(row["sealed"]),
        )  # fmt: skip
        is_sound = row["kind"] == KIND and check == _digest(row) and len(share.part) == 2 * HALF
    except (ValueError, KeyError, TypeError, AttributeError):
        is_sound = False
    if not is_sound:
        raise DamagedShare(
            _("%s is damaged, or no share of keys. Take another custodian's.") % name
        )
    return share


def join(shares: Sequence[Share]) -> bytes:
    """
    Return the secret that enough shares of one set hold.

    :raises SharesDoNotJoin: too few, or of two sets
    """
    by_number = {(one.set, one.number): one for one in shares}
    if len({one.set for one in shares}) > 1:
        sets = ", ".join(sorted({f"{one.set} ({one.made_on})" for one in shares}))
        raise SharesDoNotJoin(
            _("These shares are of different splits: %s. Take shares of one.") % sets
        )
    need = shares[0].need if shares else 2
    if len(by_number) < need:
        raise SharesDoNotJoin(
            _("%(need)d different shares are needed, and there is %(count)d. One custodian alone opens"
              " nothing.")
            % {"need": need, "count": len(by_number)}
        )  # fmt: skip
    chosen = [*by_number.values()][:need]
    key = b"".join(
        Shamir.combine([(one.number, one.part[at : at + HALF]) for one in chosen])
        for at in (0, HALF)
    )
    return crypto.decrypt(key, chosen[0].sealed, PLACE + chosen[0].set.encode())
