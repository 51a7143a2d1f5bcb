"""Visits of an evaluation as a workbook: taken out, filled, checked row by row, recorded once."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import translation

from jinguo.assess import actions as assess
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Finding, Visit
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.exchange import actions
from jinguo.exchange.rows import ColumnsUnfit
from jinguo.exchange.visits.reasons import Reason
from jinguo.people.models import Reveal
from tests.make import assess as make
from tests.make import org
from tests.make import rounds as made

pytestmark = pytest.mark.django_db

HEADER = 3
OUTCOME, PLAQUE, KNOWS, SATISFACTION, FIRST_ITEM, NOTE, ROUND = 5, 6, 7, 8, 9, 13, 14
MET = ("The family lives there and was met", "Yes", "No", 4, 25, 24, 23, 22)


@pytest.fixture
def officer():
    make.officer()  # makes the federation both kinds of officers act for
    return org.actor(role="district-officer", on=made.VISITED_ON)


@pytest.fixture
def found():
    """A round of three households in the field, all given to someone without an account."""
    made.listed_courtyards(5)
    return sent_to_someone_without_account()


def sent_to_someone_without_account():
    drawn = made.drawn_round(plan=StratifiedPlan(listed=3, reserves=1))
    given = {"actor": make.officer(), "round_id": drawn.id, "now": make.noon(made.DRAWN_ON)}
    assess.name_assessor(name="赵老师", **given)
    return assess.send_out(**given)


def download(officer, found, assessor=None):
    return actions.visit_workbook(
        actor=officer, round_id=found.id, now=make.noon(made.VISITED_ON),
        assessor_id=(assessor or found.assessors.get()).id,
    )  # fmt: skip


def filled(data, *rows):
    """The workbook with cells from the column of the outcome on, row by row."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    for number, cells in enumerate(rows, start=HEADER + 1):
        for at, value in enumerate(cells):
            sheet.cell(number, OUTCOME + at).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def bring(officer, data):
    given = {"actor": officer, "now": make.noon(made.VISITED_ON)}
    batch = actions.upload(
        kind="visits", file_name="visits.xlsx", area=make.DISTRICT, data=data, **given
    )
    return actions.check(batch_id=batch.id, **given)


def take(officer, batch):
    return actions.apply(
        actor=officer, batch_id=batch.id, only_good=True, on=made.VISITED_ON,
        now=make.noon(made.VISITED_ON),
    )  # fmt: skip


@pytest.mark.slow
def test_the_workbook_has_where_to_go_and_no_first_score(officer, found):
    sheet = openpyxl.load_workbook(BytesIO(download(officer, found))).worksheets[0]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
    assert [row[0] for row in rows] == list(
        found.visits.order_by("code").values_list("code", flat=True)
    )
    assert all(row[2].startswith("户主") for row in rows)
    assert all(row[OUTCOME - 1 : NOTE] == [None] * 9 for row in rows)
    assert Reveal.objects.count() == 3


@pytest.mark.slow
def test_filled_rows_are_recorded_and_the_same_file_changes_nothing(officer, found):
    data = filled(download(officer, found), MET, ("The family does not live there any more",))

    batch = take(officer, bring(officer, data))

    assert (batch.good, batch.bad) == (2, 0)
    one = Finding.objects.get(outcome="met")
    assert (one.points, one.has_plaque, one.knows_standard, one.satisfaction) == (
        [25, 24, 23, 22], True, False, 4
    )  # fmt: skip
    again = bring(officer, data)
    assert (again.good, again.same, again.bad) == (0, 2, 0)
    assert Finding.objects.count() == 2


@pytest.mark.slow
def test_a_row_where_nobody_was_met_calls_the_reserve(officer, found):
    data = filled(download(officer, found), ("Nobody was at home",))

    take(officer, bring(officer, data))

    reserve = Visit.objects.get(replaces__isnull=False)
    assert reserve.replaces.missed == "nobody-home"
    assert reserve.code.encode() in _texts(download(officer, found))
    assert bring(officer, data).same == 1


def _texts(data):
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row).encode()


@pytest.mark.slow
def test_a_workbook_in_chinese_is_read_by_an_officer_who_reads_english(officer, found):
    with translation.override("zh-hans"):
        data = download(officer, found)
        words = [str(Finding.Outcome.MET.label), "是", "否", 4, 25, 24, 23, 22]

    assert bring(officer, filled(data, words)).good == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("somewhere",), Reason.OUTCOME_UNKNOWN),
        ((MET[0], "maybe", *MET[2:]), Reason.YES_OR_NO),
        ((*MET[:3], 6, *MET[4:]), Reason.SATISFACTION),
        ((*MET[:4], None, *MET[5:]), Reason.POINTS_MISSING),
        ((*MET[:4], "many", *MET[5:]), Reason.POINTS_NOT_WHOLE),
        ((*MET[:4], 26, *MET[5:]), Reason.POINTS_TOO_MANY),
        ((*MET, "x" * 301), Reason.NOTE_TOO_LONG),
        (("The house is gone", "Yes"), Reason.NOT_ASKED),
        (("Nobody was at home", *[None] * 7, "a note"), Reason.NOT_ASKED),
        ((*MET, None, "another round"), Reason.OTHER_ROUND),
    ],
)
def test_a_wrong_row_is_left_out_with_its_reason_and_the_good_one_taken(
    officer, found, cells, reason
):
    batch = bring(officer, filled(download(officer, found), MET, cells))

    assert (batch.good, batch.bad, batch.reasons) == (1, 1, {reason: 1})
    take(officer, batch)
    assert Finding.objects.count() == 1


@pytest.mark.slow
def test_the_ledger_has_its_column_where_the_sheet_asks_it(officer):
    made.listed_courtyards(5)
    make.sheet(valid_from=made.LISTED_ON, digest="2", asks_ledger=True)
    found = sent_to_someone_without_account()
    empty = download(officer, found)
    met = [*MET[:3], "No", *MET[3:]]
    sheet = openpyxl.load_workbook(BytesIO(empty)).worksheets[0]
    assert (
        sheet.cell(HEADER, KNOWS + 1).value == "Does the village's ledger agree with what is seen?"
    )

    unsaid = bring(officer, filled(empty, [*MET[:3], None, *MET[3:]]))
    needless = bring(officer, filled(empty, ("The house is gone", None, None, "Yes")))
    take(officer, bring(officer, filled(empty, met)))

    assert (unsaid.reasons, needless.reasons) == ({Reason.YES_OR_NO: 1}, {Reason.NOT_ASKED: 1})
    assert Finding.objects.get().ledger_agrees is False
    assert bring(officer, filled(empty, met)).same == 1


@pytest.mark.slow
def test_a_visit_recorded_otherwise_meanwhile_is_marked(officer, found):
    empty = download(officer, found)
    take(officer, bring(officer, filled(empty, MET)))

    batch = bring(officer, filled(empty, ("The house is gone",)))

    assert batch.reasons == {Reason.NOT_WAITING: 1}


@pytest.mark.slow
def test_a_workbook_of_no_round_of_ones_own_is_not_read(officer, found):
    data = filled(download(officer, found), (*MET, None, "370211"))

    with pytest.raises(ColumnsUnfit, match="of no round of yours"):
        bring(officer, data)


@pytest.mark.slow
def test_only_who_runs_the_round_and_may_take_lists_out_gets_the_workbook(officer, found):
    with pytest.raises(Denied):
        download(org.actor(role="district-leader"), found)
    with pytest.raises(NotFound):
        download(org.actor(role="town-officer", at=make.TOWN), found)


@pytest.mark.slow
def test_an_assessor_with_an_account_or_without_visits_has_no_workbook(officer):
    made.listed_courtyards(5)
    found, _actors = made.round_in_field()

    with pytest.raises(Refused, match="has an account"):
        download(officer, found)


@pytest.mark.slow
def test_a_visit_of_someone_with_an_account_is_not_recorded_for_her(officer):
    made.listed_courtyards(5)
    found, [actor] = made.round_in_field()
    code = made.own_visits(actor)[0].code

    with pytest.raises(NotFound):
        assess.enter_visits(
            actor=officer, round_id=found.id, entries=[(code, made.GONE)], on=made.VISITED_ON,
            now=make.noon(made.VISITED_ON),
        )  # fmt: skip
