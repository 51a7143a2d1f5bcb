import pytest

from jinguo.exchange.roster.cells import drop_marks, fill_down, tidy_codes, tidy_names


@pytest.mark.parametrize(
    "cell, code",
    [
        ("３７０２００１９７００１０１００１Ｘ", "37020019700101001X"),
        (" 370200 19700101 001x ", "37020019700101001X"),
        ("'370200197001010019", "370200197001010019"),
        ("\u200b370200197001010019\ufeff", "370200197001010019"),
        ("370200\u00a0197001010019", "370200197001010019"),
        ("143\u20130000\u20140001", "143-0000-0001"),
        ("3.70211e+17", "3.70211E+17"),
        ("\u202d14300000001\u202c", "14300000001"),
    ],
)
def test_codes_become_what_was_meant(cell, code):
    assert tidy_codes(["a", cell, "b"]) == ["A", code, "B"]


@pytest.mark.parametrize(
    "cell, name",
    [
        ("王　芳", "王芳"),
        (" 王 秀 英 ", "王秀英"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Anna  Maria", "Anna Maria"),
        ("王\u200b芳", "王芳"),
        ("李（四）", "李(四)"),
    ],
)
def test_names_become_what_was_meant(cell, name):
    assert tidy_names(["甲", cell, ""]) == ["甲", name, ""]


def test_a_column_of_no_cells_stays_one():
    assert tidy_codes([]) == tidy_names([]) == drop_marks([])[0] == []


def test_rounded_numbers_are_told_apart():
    assert drop_marks(["1", "\x01370211197501010000", ""]) == (["1", "370211197501010000", ""], {1})


def test_a_cell_merged_over_rows_stands_in_each():
    assert fill_down(["甲", "", "", "乙"], [((0, 2), (2, 2))], 2) == ["甲", "甲", "甲", "乙"]
    assert fill_down(["甲", ""], [((0, 3), (9, 3))], 3) == ["甲", "甲"]
    assert fill_down(["甲", ""], [((0, 0), (0, 5))], 3) == ["甲", ""]
