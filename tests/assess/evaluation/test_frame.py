from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.assess.evaluation.draws.frame import HEADER, Row, as_frame, read_frame
from jinguo.core.errors import Invalid
from tests.assess.evaluation import make

DAY = date(2020, 6, 1)
TWO = (
    b"household,village,town,level,certified_on\n"
    b"370211105201-0007,370211105201,370211105,demo,2020-06-01\n"
    b"370211105201-0009,370211105201,370211105,,\n"
)


def row(**given):
    plain = Row("370211105201-0007", "370211105201", "370211105", "demo", DAY)
    return plain._replace(**given)


def test_the_canonical_form_is_the_file_that_sha256sum_reads():
    frame = as_frame([row(household="370211105201-0009", level="", certified_on=None), row()])

    assert frame.as_csv() == TWO
    assert frame.digest == hashlib.sha256(TWO).hexdigest()
    assert frame.digest == "4dc969c533cef75a911c065912a0a7da77256a4ac9d98b8aa53278d276f856de"


@given(st.permutations(make.rows({"370211105201": (3, 2), "370211105202": (2, 1)})))
def test_the_order_of_the_rows_does_not_change_the_digest(rows):
    assert as_frame(rows) == as_frame(sorted(rows))


def test_a_frame_is_read_back_as_it_was_written():
    frame = make.district(towns=2, villages=2)

    assert read_frame(frame.as_csv()) == frame


def test_a_file_with_other_line_ends_and_another_order_is_the_same_frame():
    first, second, third = TWO.splitlines()

    assert read_frame(b"\xef\xbb\xbf" + b"\r\n".join([first, third, second])) == read_frame(TWO)


@pytest.mark.parametrize(
    "given, words",
    [
        ({"household": "王秀英"}, "letters, digits"),
        ({"household": "3702,11"}, "letters, digits"),
        ({"level": "unlisted"}, "may be called"),
        ({"village": "370211106201"}, "does not lie in its town"),
        ({"certified_on": None}, "go together"),
        ({"level": ""}, "go together"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_household(given, words):
    with pytest.raises(Invalid, match=words):
        as_frame([row(**given)])


def test_a_household_named_twice_is_refused():
    with pytest.raises(Invalid, match="370211105201-0007 of the frame: it is named twice"):
        as_frame([row(), row(level="", certified_on=None)])


def test_a_frame_without_households_is_refused():
    with pytest.raises(Invalid, match="no households"):
        read_frame(f"{HEADER}\n".encode())


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "first line"),
        (b"code,village\n", "first line"),
        ("王".encode("gb18030"), "UTF-8"),
        (TWO + b"a,b,c\n", "Line 4 of the frame has 3 fields"),
        (TWO.replace(b"2020-06-01", b"1 June"), "Line 2 of the frame: “1 June” is not a day"),
    ],
)
def test_a_file_that_is_no_frame_is_refused_with_the_line(data, words):
    with pytest.raises(Invalid, match=words):
        read_frame(data)
