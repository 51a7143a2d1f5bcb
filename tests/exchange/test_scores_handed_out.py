"""Score sheets out as a workbook: for which households, what stands in them, and to whom."""

from io import BytesIO

import openpyxl
import pytest

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, Refused
from tests.exchange.scored import GOOD, of, problems, score_alone
from tests.make import assess, scores
from tests.make.scores import FIRST_ITEM, HEADER, checked, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    """The numbers of three recommended households."""
    return [one.household.code for one in assess.applications(3, state="recommended")]


def test_the_sheet_has_a_row_a_household_and_a_column_an_item_with_its_points(codes):
    sheet = scores.opened(scores.download())

    assert [row[0].value for row in sheet.iter_rows(min_row=HEADER + 1)] == codes
    headings = [cell.value for cell in sheet[HEADER]]
    assert headings[4:8] == [f"{one['title']} (0–{one['max']})" for one in assess.ITEMS]
    limits = {
        next(iter(rule.sqref.ranges)).min_col: rule.formula2
        for rule in sheet.data_validations.dataValidation
    }
    assert limits == {FIRST_ITEM + at: str(one["max"]) for at, one in enumerate(assess.ITEMS)}


def test_no_veto_is_named_in_a_list_of_households(codes):
    book = openpyxl.load_workbook(BytesIO(scores.download()))
    words = " ".join(str(c.value) for s in book for row in s for c in row if c.value)

    assert all(veto["title"] not in words for veto in assess.VETOES)


@pytest.mark.slow
def test_a_household_with_a_veto_on_it_is_neither_handed_out_nor_overwritten(codes):
    vetoed = of(codes[0])
    score_alone(vetoed, vetoes=["empty"])
    data = filled(dict.fromkeys(codes[1:], GOOD))

    with pytest.raises(Refused, match="No household waits"):
        scores.download(state="scored")
    renamed = filled({codes[1]: GOOD}, data, code={codes[1]: codes[0]})
    assert (HEADER + 1, "score-on-its-page") in problems(checked(renamed))


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x")'])
def test_what_is_typed_in_a_name_stays_a_text(text):
    home = assess.courtyard(head_name=text)
    assess.application(household=home, state="recommended")

    head = scores.opened(scores.download())[HEADER + 1][2]

    assert (head.value, head.data_type, head.quotePrefix) == (
        text, "s", True,
    )  # fmt: skip


def test_the_download_is_on_the_trail_with_its_columns_and_its_number(codes):
    scores.download()

    event = Event.objects.get(action="exchange.score-sheets")
    assert event.count == 3
    assert "id_number" not in str(event.fields) and "code" in str(event.fields)


@pytest.mark.parametrize("role", ["village-chair", "data-officer", "auditor", "district-leader"])
def test_who_may_not_score_gets_no_sheets(codes, role):
    with pytest.raises(Denied):
        scores.download(actor=assess.officer(role, assess.TOWN))


def test_the_next_town_gets_none_and_its_workbook_is_refused_there(codes):
    stranger = assess.officer("town-officer", "370211106")
    with pytest.raises(Denied):
        scores.download(actor=stranger)

    batch = checked(filled({codes[0]: GOOD}), actor=stranger)

    assert problems(batch) == [(HEADER + 1, "score-code-unknown")]


def test_only_states_that_take_a_town_score_have_sheets(codes):
    with pytest.raises(Invalid):
        scores.download(state="certified")
    with pytest.raises(Refused):
        scores.download(state="scored")
