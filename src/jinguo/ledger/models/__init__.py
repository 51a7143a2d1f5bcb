"""The tables: what gives points, every change of an account, goods and what became of them."""

from jinguo.ledger.models.entries import Entry
from jinguo.ledger.models.goods import Good, HandOver, StockMove
from jinguo.ledger.models.schemes import Scheme

__all__ = ["Entry", "Good", "HandOver", "Scheme", "StockMove"]
