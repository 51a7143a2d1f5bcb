from __future__ import annotations

import datetime as dt

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from jinguo.core.errors import Invalid
from jinguo.core.identity import (
    check_id_number,
    check_phone,
    check_uscc,
    mask,
    mask_name,
    mask_tail,
)

# The number printed in public texts as the example of GB 11643.
EXAMPLE = "11010519491231002X"


@pytest.mark.parametrize(
    "written",
    [
        EXAMPLE,
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'" + EXAMPLE,
        "\u200b" + EXAMPLE,
    ],
)
def test_one_number_is_read_however_it_is_written(written):
    number = check_id_number(written)

    assert number.text == EXAMPLE
    assert number.born_on == dt.date(1949, 12, 31)
    assert number.sex == "2"


@pytest.mark.parametrize("damaged", ["1.10105E+17", "1.10105194912310E17", "110105194912310000"])
def test_a_number_shortened_by_a_spreadsheet_says_so(damaged):
    with pytest.raises(Invalid, match="spreadsheet"):
        check_id_number(damaged)


@pytest.mark.slow
@given(place=st.integers(0, 17), sign=st.sampled_from("0123456789X"))
def test_every_changed_sign_is_judged_as_the_standard_library_judges_it(place, sign):
    changed = EXAMPLE[:place] + sign + EXAMPLE[place + 1 :]

    if ric.is_valid(changed):
        assert check_id_number(changed).text == changed
    else:
        with pytest.raises(Invalid):
            check_id_number(changed)


def numbered(body):
    """Return 17 digits with the check sign that belongs to them."""
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize("division", ["370299", "379999", "000000", "990101"])
def test_a_division_that_never_was_is_refused_with_a_sentence(division):
    with pytest.raises(Invalid, match="place or a birth date"):
        check_id_number(numbered(f"{division}19900101001"))


@pytest.mark.parametrize(
    "written", ["13800138000", "+8613800138000", "138 0013 8000", "138-0013-8000", "0532-86988888"]
)
def test_phones_are_kept_as_digits_and_a_second_opinion_agrees(written):
    number = check_phone(written)

    assert number.isdigit()
    assert phonenumbers.is_possible_number(phonenumbers.parse(number, "CN"))


@pytest.mark.parametrize("written", ["1380013800", "12800138000", "电话", "", "138001380001"])
def test_what_is_no_phone_is_refused_with_a_sentence(written):
    with pytest.raises(Invalid, match="11 digits"):
        check_phone(written)


def test_credit_codes_are_checked():
    assert check_uscc("91110000600037341l") == "91110000600037341L"
    with pytest.raises(Invalid):
        check_uscc("91110000600037341A")


def test_masks_keep_the_tail_or_the_surname():
    assert mask("13800138000") == "●●●●8000"
    assert mask("") == ""
    assert mask_name("欧阳丽") == "欧阳**"
    assert mask_name("欧阳") == "欧**"


@pytest.mark.parametrize("text", ["1", "12", "123", "1234", "12345", "1234567", "王芳"])
def test_a_short_text_is_masked_whole(text):
    assert mask(text) == "●●●●"


@pytest.mark.slow
@given(st.text(alphabet="0123456789X", min_size=1, max_size=30), st.integers(1, 6))
def test_a_mask_never_shows_more_than_half_nor_more_than_was_asked(text, keep):
    shown = mask(text, keep).removeprefix("●●●●")

    assert text.endswith(shown)
    assert len(shown) <= min(keep, len(text) // 2)


def test_a_tail_that_was_stored_alone_is_shown_behind_dots():
    assert mask_tail("8000") == "●●●●8000"
    assert mask_tail("") == ""
