"""Score sheets filled and sent back: what a town does in an evening of scoring."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jinguo.assess import actions as acts
from jinguo.assess import queries
from jinguo.assess.models import Application, Ladder, Score, Sheet
from jinguo.core.errors import Refused
from jinguo.exchange import actions
from jinguo.exchange.actions.writing import RowsWrong
from jinguo.exchange.rows import ColumnsUnfit, NoRows
from jinguo.exchange.scores.reasons import SENTENCES, Reason
from tests.exchange.scored import GOOD, of, problems, score_alone
from tests.make import assess, photos, scores
from tests.make.scores import FIRST_ITEM, HEADER, checked, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    """The numbers of three recommended households."""
    return [one.household.code for one in assess.applications(3, state="recommended")]


def test_filled_rows_are_scored_as_on_the_page_and_empty_ones_wait(codes):
    batch = scores.applied(
        filled({codes[0]: GOOD, codes[2]: [10, 10, 10, 10]}, note={codes[0]: "整洁"})
    )

    assert (batch.state, batch.rows, batch.good, batch.bad, batch.same) == ("applied", 2, 2, 0, 0)
    first, second, third = map(of, codes)
    assert (first.state, first.total) == ("scored", 95)
    assert (second.state, second.total) == ("recommended", None)
    assert (third.state, third.total) == ("scored", 40)
    score = Score.objects.get(application=first)
    assert (score.points, score.note, score.kind) == (GOOD, "整洁", "town")
    assert score.scored_on == date(2020, 6, 15)


def test_the_day_of_the_visits_can_be_given(codes):
    scores.applied(filled({codes[0]: GOOD}), on=date(2020, 6, 10))

    assert Score.objects.get().scored_on == date(2020, 6, 10)


def test_a_day_in_the_future_is_refused_and_nothing_is_written(codes):
    with pytest.raises(Refused):
        scores.applied(filled({codes[0]: GOOD}), on=date(2020, 6, 15) + timedelta(days=1))

    assert not Score.objects.exists()


def test_a_check_writes_no_score(codes):
    batch = checked(filled({codes[0]: GOOD}))

    assert (batch.state, batch.good) == ("checked", 1)
    assert not Score.objects.exists()


@pytest.mark.slow
def test_the_same_file_twice_changes_nothing(codes):
    data = filled(dict.fromkeys(codes, GOOD))
    scores.applied(data)
    before = list(Score.objects.order_by("id").values()), of(codes[0]).state

    again = scores.applied(data)

    assert (again.rows, again.good, again.bad, again.same) == (3, 0, 0, 3)
    assert (list(Score.objects.order_by("id").values()), of(codes[0]).state) == before


@pytest.mark.slow
def test_the_same_file_after_the_decision_changes_nothing_and_another_is_refused(codes):
    data = filled(dict.fromkeys(codes, GOOD))
    scores.applied(data)
    ids = list(Application.objects.values_list("id", flat=True))
    acts.decide(
        actor=assess.officer(), application_ids=ids, on=date(2020, 6, 15), now=assess.noon()
    )

    assert (checked(data).same, checked(data).bad) == (3, 0)
    other = filled({codes[0]: [1, 2, 3, 4]}, data)
    assert problems(checked(other)) == [(HEADER + 1, "score-not-waiting")]


@pytest.mark.slow
def test_a_score_can_be_corrected_until_the_town_decides(codes):
    scores.applied(filled({codes[0]: GOOD}))
    sheet = scores.download(state="scored")
    assert [c.value for c in scores.opened(sheet)[HEADER + 1][4:8]] == GOOD

    scores.applied(filled({codes[0]: [20, 20, 20, 20]}, sheet))

    assert of(codes[0]).total == 80
    assert Score.objects.filter(application=of(codes[0])).count() == 2


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ([25, 25, 25, None], "score-points-missing"),
        ([25, 25, 25, 26], "score-points-too-many"),
        ([25, 25, 25, 2.5], "score-points-not-whole"),
        ([25, 25, 25, -1], "score-points-not-whole"),
        ([25, 25, 25, "优"], "score-points-not-whole"),
        ([25, 25, 25, "1e1"], "score-points-not-whole"),
        ([25, 25, 25, 10**15], "score-points-not-whole"),
    ],
)
def test_each_fault_of_points_is_named_at_its_cell(codes, points, reason):
    batch = checked(filled({codes[1]: points}))

    assert problems(batch) == [(HEADER + 2, reason)]
    assert batch.problems[0]["column"] == FIRST_ITEM - 1 + 3
    assert batch.good == 0


@pytest.mark.parametrize("points", [["25", " 25 ", "２５", 20.0]])
def test_what_hands_and_spreadsheets_write_and_mean_well_is_taken(codes, points):
    scores.applied(filled({codes[0]: points}))

    assert of(codes[0]).total == 95


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": ""}, "score-code-missing"),
        ({"code": "370211105201999999"}, "score-code-unknown"),
        ({"version": "courtyards four-beauties 2018-01-01"}, "score-other-version"),
        ({"note": "字" * 301}, "score-note-too-long"),
    ],
)
def test_each_other_fault_is_named_at_its_row(codes, cells, reason):
    data = filled({codes[0]: GOOD}, **{name: {codes[0]: value} for name, value in cells.items()})

    assert problems(checked(data)) == [(HEADER + 1, reason)]


def test_a_household_that_comes_twice_is_wrong_the_second_time(codes):
    data = filled({codes[0]: GOOD, codes[1]: GOOD}, code={codes[1]: codes[0]})

    assert problems(checked(data)) == [(HEADER + 2, "score-code-twice")]


@pytest.mark.slow
def test_one_wrong_row_refuses_the_whole_or_is_left_out(codes):
    data = filled({codes[0]: GOOD, codes[1]: [99, 1, 1, 1]})

    with pytest.raises(RowsWrong):
        scores.applied(data)
    assert not Score.objects.exists()
    assert scores.applied(data, only_good=True).good == 1
    assert list(Score.objects.values_list("application", flat=True)) == [of(codes[0]).id]


@pytest.mark.slow
def test_her_own_workbook_comes_back_with_the_cells_marked(codes):
    batch = checked(filled({codes[0]: GOOD, codes[1]: [99, 1, 1, 1]}))

    data = actions.annotated_workbook(actor=assess.officer(*scores.OFFICER), batch_id=batch.id)

    sheet = scores.opened(data)
    assert sheet.cell(HEADER + 2, FIRST_ITEM).fill.fgColor.rgb == "FFFFC7CE"
    assert sheet.cell(HEADER + 2, sheet.max_column).value == str(SENTENCES[Reason.POINTS_TOO_MANY])
    assert sheet.cell(HEADER + 1, sheet.max_column).value is None


def test_a_workbook_without_an_items_column_says_which(codes):
    book = openpyxl.load_workbook(BytesIO(filled({codes[0]: GOOD})))
    book.worksheets[0].delete_cols(FIRST_ITEM + 1)
    out = BytesIO()
    book.save(out)

    with pytest.raises(ColumnsUnfit, match="庭院整洁"):
        checked(out.getvalue())


def test_a_workbook_of_something_else_says_what_it_looks_for(codes):
    book = openpyxl.Workbook()
    book.active.append(["日期", "金额"])
    out = BytesIO()
    book.save(out)

    with pytest.raises(ColumnsUnfit, match="Household number"):
        checked(out.getvalue())


def test_a_workbook_of_headings_alone_says_that_no_household_is_there(codes):
    book = openpyxl.load_workbook(BytesIO(filled({codes[0]: GOOD})))
    book.worksheets[0].delete_rows(HEADER + 1, 1000)
    out = BytesIO()
    book.save(out)

    with pytest.raises(NoRows, match="no household"):
        checked(out.getvalue())


@pytest.mark.slow
def test_a_new_version_of_the_sheet_does_not_score_what_was_asked_under_the_old(codes):
    old = scores.download()
    items = [one | {"title": f"新{one['title']}"} for one in assess.ITEMS]
    assess.sheet(valid_from=date(2020, 6, 10), digest="2", items=items)
    later = assess.courtyard()
    acts.apply(
        actor=assess.officer(), programme=assess.PROGRAMME, household_ids=[later.id], level="demo",
        on=date(2020, 6, 11), now=assess.noon(),
    )  # fmt: skip
    acts.recommend(
        actor=assess.officer(), application_ids=[of(later.code).id], on=date(2020, 6, 12),
        now=assess.noon(),
    )  # fmt: skip

    assert later.code not in [
        r[0].value for r in scores.opened(scores.download()).iter_rows(min_row=HEADER + 1)
    ]
    renamed = filled({codes[0]: GOOD}, old, code={codes[0]: later.code})
    assert problems(checked(renamed)) == [(HEADER + 1, "score-other-version")]
    for code in codes:
        score_alone(of(code))
    newer = scores.download()
    scores.applied(filled({later.code: GOOD}, newer))
    assert of(later.code).total == 95


@pytest.mark.slow
@pytest.mark.parametrize("elsewhere", ["370212", "3702121"])
def test_another_districts_sheet_with_the_same_items_is_not_taken_for_ours(codes, elsewhere):
    data = filled({codes[0]: GOOD}, version={codes[0]: ""})
    assess.sheet(area=elsewhere, valid_from=date(2020, 6, 10), digest="2")

    assert (checked(data).good, problems(checked(data))) == (1, [])


def test_of_two_packs_with_the_same_items_the_nearest_ones_sheet_is_meant(codes):
    city = assess.sheet(area="3702", valid_from=date(2020, 6, 10), digest="2")
    town = assess.sheet(area=assess.TOWN, digest="3")

    found = [(one.area, one.valid_from) for one in queries.sheets_of(assess.TOWN)]

    assert found[0] == ("3702", city.valid_from)
    assert found[-1] == (assess.TOWN, town.valid_from)
    data = filled({codes[0]: GOOD}, version={codes[0]: ""})
    assert problems(checked(data)) == [(HEADER + 1, "score-other-version")]


@pytest.mark.slow
def test_the_level_asked_for_and_a_missing_item_are_named_in_the_readers_language(codes):
    Ladder.objects.update(levels=[one | {"title_en": one["id"].title()} for one in assess.LEVELS])
    Sheet.objects.update(items=[one | {"title_en": one["id"].title()} for one in assess.ITEMS])

    for language, level, item in (("en", "Demo", "Kitchen"), ("zh-hans", "示范户", "厨厕卫生")):
        with translation.override(language):
            data = scores.download()
            book = openpyxl.load_workbook(BytesIO(data))
            assert book.worksheets[0].cell(HEADER + 1, 4).value == level
            book.worksheets[0].delete_cols(FIRST_ITEM + 2)
            out = BytesIO()
            book.save(out)
            with pytest.raises(ColumnsUnfit, match=item):
                checked(out.getvalue())


@pytest.mark.slow
def test_an_item_without_the_picture_the_plan_asks_for_is_marked_at_its_points(
    codes, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    for code in codes:
        photos.asks_for_picture(of(code), "yard")
    photos.picture(of(codes[1]), item="yard")
    data = filled(dict.fromkeys(codes[:2], GOOD))

    [fault] = checked(data).problems
    assert (fault["reason"], fault["row"]) == ("score-picture-missing", HEADER + 1)

    photos.picture(of(codes[0]), item="yard")
    scores.applied(data)
    assert of(codes[0]).total == of(codes[1]).total == 95


@pytest.mark.slow
def test_scores_are_not_taken_back(codes):
    batch = scores.applied(filled({codes[0]: GOOD}))

    with pytest.raises(Refused, match="not taken back"):
        actions.undo(actor=assess.officer(*scores.OFFICER), batch_id=batch.id, now=assess.noon())


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == set(Reason)


def statements_of(number: int) -> int:
    """How many statements it takes to write the scores of some households."""
    found = assess.applications(number, state="recommended")
    batch = checked(filled({one.household.code: GOOD for one in found}))
    with CaptureQueriesContext(connection) as captured:
        actions.apply(
            actor=assess.officer(*scores.OFFICER), batch_id=batch.id, only_good=False,
            now=assess.noon(),
        )  # fmt: skip
    return len(captured)


@pytest.mark.slow
def test_statements_do_not_grow_with_the_rows():
    assert statements_of(2) == statements_of(12)
