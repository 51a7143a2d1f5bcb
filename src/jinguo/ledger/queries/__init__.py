"""Every read of the ledger that others may use."""

from jinguo.ledger.queries.accounts import (
    balance_of,
    balances,
    entries_of,
    expiring,
    get_entry,
    get_hand_over,
    handed_over_on,
    has_entries,
    links_of,
    times_recorded,
)
from jinguo.ledger.queries.goods import (
    get_good,
    goods_for,
    goods_in,
    goods_offered_to,
    moves_of,
    stock_of,
)
from jinguo.ledger.queries.schemes import (
    rule_in_force,
    rules_in_force,
    schemes_over,
    schemes_over_each,
)

__all__ = [
    "balance_of",
    "balances",
    "entries_of",
    "expiring",
    "get_entry",
    "get_good",
    "get_hand_over",
    "goods_for",
    "goods_in",
    "goods_offered_to",
    "handed_over_on",
    "has_entries",
    "links_of",
    "moves_of",
    "rule_in_force",
    "rules_in_force",
    "schemes_over",
    "schemes_over_each",
    "stock_of",
    "times_recorded",
]
