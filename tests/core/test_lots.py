from __future__ import annotations

import hashlib
import hmac
from fractions import Fraction

import pytest

from jinguo.core.errors import Invalid
from jinguo.core.lots import Lots
from tests.assess.evaluation import make

LOTS = Lots(make.SEED)


def test_a_lot_is_the_hmac_of_kind_and_code_under_the_seed():
    message = b"household|370211105201-0007"

    said = hmac.new(make.SEED.encode(), message, hashlib.sha256).hexdigest()

    assert LOTS.lot("household", "370211105201-0007").hex() == said
    assert said == "9dbacde4ee999b86da888854b70efab9f9ac033559e071220750a86ff0730db4"


def test_a_lot_as_a_number_and_as_a_fraction_is_the_same_lot():
    number = int(LOTS.lot("start", "towns").hex(), 16)

    assert LOTS.number("start", "towns") == number
    assert LOTS.fraction("start", "towns") == Fraction(number, 2**256)


def test_things_stand_in_the_order_of_their_lots():
    codes = [f"37021110520{n}" for n in range(6)]

    assert LOTS.order("village", codes) == LOTS.order("village", reversed(codes))
    assert LOTS.order("village", codes) == sorted(codes, key=lambda one: LOTS.lot("village", one))
    assert LOTS.order("village", codes) != LOTS.order("town", codes)


def test_blanks_around_a_seed_do_not_count():
    assert Lots(f" {make.SEED}\n").lot("a", "b") == LOTS.lot("a", "b")


@pytest.mark.parametrize("seed", ["", "  ", "7" * 201])
def test_a_seed_that_is_empty_or_too_long_is_refused(seed):
    with pytest.raises(Invalid, match="1 to 200 characters"):
        Lots(seed)
