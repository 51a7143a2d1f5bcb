"""Amounts in fen, as people read and write them. Whole numbers throughout: nothing is rounded unasked."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

FEN_OF_WAN = 1_000_000
YUAN_DIGITS = 15  # in fen still well within the 64 bits of a database column
MOST_AT_ONCE = 1_000_000_000
"""Fen of a fee, a wage or another single price: ten million yuan, well within 32 bits."""
HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
AMOUNT = re.compile(
    r"(?P<sign>-?)(?P<yuan>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?"
)


def exact(fen: int) -> str:
    """Return an amount in yuan with two decimals and grouped digits: 12345678 → ``123,456.78``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{_minus(fen)}{yuan:,}.{rest:02}"


def short(fen: int) -> str:
    """
    Return an amount as reports write it: from 10,000 yuan on in 万元 with one decimal.

    A half is rounded away from zero, as in bookkeeping: 10,500 yuan is 1.1 万元.
    """
    if abs(fen) < FEN_OF_WAN:
        return f"{exact(fen).removesuffix('.00')} 元"
    wan, tenths = divmod((20 * abs(fen) + FEN_OF_WAN) // (2 * FEN_OF_WAN), 10)
    return f"{_minus(fen)}{wan:,}{f'.{tenths}' if tenths else ''} 万元"


def check_most(fen: int, most: int = MOST_AT_ONCE) -> int:
    """
    Return the fen of an amount.

    :raises Invalid: less than nothing, or more than ``most`` fen
    """
    if not 0 <= fen <= most:
        raise Invalid(_("Give an amount from 0 to %s yuan.") % f"{most // 100:,}")
    return fen


def _minus(fen: int) -> str:
    return "-" if fen < 0 else ""


def fen(text: str) -> int:
    """
    Return the fen of an amount in yuan: digits, alone or in groups of three, and at most two decimals.

    Full-width signs are read as well.

    :raises Invalid: not an amount, more than two decimals, or 10^15 yuan and more
    """
    written = AMOUNT.fullmatch(text.translate(HALF_WIDTH).strip())
    if written is None:
        raise Invalid(_("An amount is written in yuan, like 1234.50."))
    yuan = written["yuan"].replace(",", "").lstrip("0")
    decimals = (written["decimals"] or "").rstrip("0")
    if len(decimals) > 2:
        raise Invalid(_("An amount has at most two decimals."))
    if len(yuan) > YUAN_DIGITS:
        raise Invalid(_("An amount has at most 15 digits before the point."))
    amount = int(yuan + decimals.ljust(2, "0"))
    return -amount if written["sign"] else amount
