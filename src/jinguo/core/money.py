"""Amounts in fen, as people read and write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

FEN_OF_WAN = 1_000_000


def exact(fen: int) -> str:
    """Return an amount in yuan with two decimals and grouped digits: 12345678 → ``123,456.78``."""
    return f"{Decimal(fen) / 100:,.2f}"


def short(fen: int) -> str:
    """Return an amount as reports write it: from 10,000 yuan on in 万元 with one decimal."""
    if abs(fen) < FEN_OF_WAN:
        return f"{exact(fen).removesuffix('.00')} 元"
    wan = (Decimal(fen) / FEN_OF_WAN).quantize(Decimal("0.1"))
    return f"{wan.normalize():,f} 万元"


def fen(text: str) -> int:
    """
    Return the fen of an amount in yuan, written with at most two decimals; commas are ignored.

    :raises Invalid: not an amount, or more than two decimals
    """
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").strip()) * 100
    except InvalidOperation as fault:
        raise Invalid(_("An amount is written in yuan, like 1234.50.")) from fault
    if amount != amount.to_integral_value():
        raise Invalid(_("An amount has at most two decimals."))
    return int(amount)
