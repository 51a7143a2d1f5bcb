"""Every write to the ledger. Actor, day and instant are arguments; nothing is half-written."""

from jinguo.ledger.actions.emptying import PART
from jinguo.ledger.actions.expiring import expire_points
from jinguo.ledger.actions.goods import GoodExists, add_good, bring_stock, change_good, write_off
from jinguo.ledger.actions.handing import hand_over, take_goods_back
from jinguo.ledger.actions.printing import NothingHandedOver, print_day, print_slip
from jinguo.ledger.actions.publishing import publish_scheme
from jinguo.ledger.actions.recording import LimitReached, record_points, take_points_back

__all__ = [
    "PART",
    "GoodExists",
    "LimitReached",
    "NothingHandedOver",
    "add_good",
    "bring_stock",
    "change_good",
    "expire_points",
    "hand_over",
    "print_day",
    "print_slip",
    "publish_scheme",
    "record_points",
    "take_goods_back",
    "take_points_back",
    "write_off",
]
