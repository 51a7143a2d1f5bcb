"""A report grows with its records, is frozen as it stood, and says what changed since."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jinguo.assess.events import Applied
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts import actions as facts
from jinguo.facts.queries import AsOf, Period
from jinguo.org.actor import ActivePost, Actor
from jinguo.reports import actions, queries
from jinguo.reports.models import Freeze
from jinguo.reports.rendering import Writer, render_template
from jinguo.reports.templates import Template
from tests.make import programmes
from tests.make import reports as make
from tests.make.facts import fact as make_fact

pytestmark = pytest.mark.usefixtures("committed")
NOON = programmes.NOON
CORRECTOR = Actor.system("tests", "figures.correct", "figures.view")


@pytest.fixture
def report(committed):
    """The annual report over 40 households: 2 held the level in 2019, 4 in 2020."""
    programmes.applied_packs()
    make.registered(40)
    make.recognised(range(2), on=date(2019, 12, 1))
    make.recognised(range(2, 4), on=date(2020, 6, 15))
    make.recognised(range(4, 5), on=date(2021, 1, 1))
    facts.roll_up()
    return make.annual()


def said(rendered):
    """Every figure's words in the order of the text."""
    return [span.text for block in rendered.blocks for span in block.spans if span.figures]


def freeze(report, *, actor=make.CLERK, later=0):
    return actions.freeze(
        actor=actor, report_id=report.id, note="", now=NOON + timedelta(days=later)
    )


def afresh(report, as_of):
    """The report worked out again as it was known at a point."""
    return render_template(make.CLERK, report, as_of, known_at=None)


def officer(role, area="370211"):
    return Actor(name=role, posts=(ActivePost(role, uuid4(), "a federation", area),))


@pytest.mark.slow
def test_the_text_says_the_figures_of_its_period_and_of_the_year_before(report):
    rendered = queries.render(make.CLERK, report.id)

    assert rendered.heading == "青岛西海岸新区妇联2020年工作总结"
    [paragraph] = [block.text for block in rendered.blocks if "截至" in block.text]
    assert "截至2020年12月31日，全区登记农村常住庭院40户，美丽庭院示范户4户，占比10.0%" in paragraph
    assert "较上年末的2户、占比5.0%，增加2户" in paragraph


@pytest.mark.slow
def test_headings_are_numbered_and_start_again_inside_each(report):
    rendered = queries.render(make.CLERK, report.id)

    numbers = [block.number for block in rendered.blocks if block.number]
    assert numbers == [
        "一、",
        "（一）",
        "（二）",
        "（三）",
        "二、",
        "（一）",
        "（二）",
        "三、",
        "四、",
        "五、",
    ]


@pytest.mark.slow
def test_four_ranks_are_numbered_each_within_the_one_above(report):
    words = ["heading", "subheading", "point", "point", "subpoint", "subpoint", "point", "subpoint",
             "subheading", "point", "heading", "point"]  # fmt: skip
    template = Template.model_validate({
        "report": "ranks", "title": "层次", "issuer": "某区妇联",
        "blocks": [{"title": "层次"}, *({word: "进展"} for word in words)],
    })  # fmt: skip
    writer = Writer(report, Period.year(2020), {}, {report.area: "某区"})

    numbers = [block.number for block in writer.blocks(template) if block.number]

    assert numbers == [
        "一、", "（一）", "1.", "2.", "（1）", "（2）", "3.", "（1）", "（二）", "1.", "二、", "1.",
    ]  # fmt: skip


@pytest.mark.slow
def test_every_number_of_the_report_opens_to_a_figure(report):
    rendered = queries.render(make.CLERK, report.id)

    keys = [key for block in rendered.blocks for span in block.spans for key in span.figures]
    assert set(keys) == set(rendered.figures)
    demo = rendered.figures["courtyards.demo 370211 2020-01-01 2020-12-31"]
    assert (demo.value, demo.records, demo.unit, demo.how) == (4, 4, "户", "balance")
    assert demo.filter == "assess.recognised, category=demo, programme=courtyards"


@pytest.mark.slow
def test_counselling_newlyweds_volunteers_spots_and_who_works_later_are_figures_too(report):
    bound = {key.split()[0] for key in queries.render(make.CLERK, report.id).figures}

    assert bound >= {
        "marriage-counselling.sessions", "newlywed-classes.sessions", "newlywed-classes.people",
        "volunteers.served", "volunteers.minutes", "fashion-spots.check-ins",
        "live-commerce-and-tea.at_work_3", "live-commerce-and-tea.at_work_6",
    }  # fmt: skip


@pytest.mark.slow
def test_one_certification_less_is_one_less_in_the_report(report):
    before = said(queries.render(make.CLERK, report.id))

    make.recognised(range(3, 4), on=date(2020, 12, 31), quantity=-1)

    after = said(queries.render(make.CLERK, report.id))
    assert ("4户" in before, "3户" in after, "4户" in after) == (True, True, False)


@pytest.mark.slow
def test_a_frozen_report_stays_as_it_was(report):
    frozen = freeze(report)
    before = queries.render(make.CLERK, report.id)

    make.recognised(range(10, 20))
    facts.roll_up()

    after = queries.render(make.CLERK, report.id)
    assert (before.blocks, before.figures) == (after.blocks, after.figures)
    assert (after.frozen, after.known_at) == (1, NOON)
    again = afresh(report, AsOf.from_json(Freeze.objects.get(id=frozen.id).as_of))
    assert (again.blocks, again.figures) == (before.blocks, before.figures)
    assert afresh(report, AsOf.now()).figures != before.figures


@pytest.mark.slow
def test_a_reopened_report_grows_again_and_keeps_its_freezes(report):
    first = freeze(report)
    make.recognised(range(10, 12))
    actions.reopen(actor=make.CLERK, report_id=report.id, reason="two were missing", now=NOON)
    second = freeze(report, later=1)

    assert [one.number for one in queries.freezes(make.CLERK, report.id)] == [2, 1]
    assert "4户" in said(queries.render(make.CLERK, report.id, freeze_id=first.id))
    assert "6户" in said(queries.render(make.CLERK, report.id, freeze_id=second.id))


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_freeze SET note = 'x'",
        "DELETE FROM reports_freeze",
        "TRUNCATE reports_freeze",
    ],
)
def test_the_database_refuses_to_change_a_freeze(report, statement):
    freeze(report)

    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.slow
def test_a_report_is_frozen_once_and_reopened_once(report):
    with pytest.raises(Refused):
        actions.reopen(actor=make.CLERK, report_id=report.id, reason="x", now=NOON)
    freeze(report)
    with pytest.raises(Refused):
        freeze(report)
    with pytest.raises(Refused):
        actions.reopen(actor=make.CLERK, report_id=report.id, reason=" ", now=NOON)


@pytest.mark.slow
def test_the_same_report_is_opened_once(report):
    with pytest.raises(Refused):
        make.annual()

    assert make.annual(2019).starts_on == date(2019, 1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("actor", "sees", "freezes"),
    [
        (officer("district-officer"), None, None),
        (officer("district-leader"), None, Denied),
        (officer("town-officer", "370211105"), NotFound, NotFound),
        (officer("district-officer", "370212"), NotFound, NotFound),
        (officer("auditor"), NotFound, NotFound),
    ],
)
def test_who_may_see_and_freeze_a_report(report, actor, sees, freezes):
    for act, outcome in (
        (lambda: queries.render(actor, report.id), sees),
        (lambda: freeze(report, actor=actor), freezes),
    ):
        if outcome is None:
            act()
        else:
            with pytest.raises(outcome):
                act()


@pytest.mark.slow
def test_a_changed_template_reaches_open_reports_and_no_freeze(report, tmp_path):
    programmes.applied_elsewhere(tmp_path)
    theirs = actions.open_report(
        actor=make.CLERK, template_key="short", area="370212", period=Period.year(2020), now=NOON
    )
    kept = freeze(theirs)
    actions.reopen(actor=make.CLERK, report_id=theirs.id, reason="new words", now=NOON)

    programmes.pack_folder(
        tmp_path, report=programmes.REPORT.replace("简报\n- heading", "通报\n- heading")
    )
    programmes.actions.apply_pack(actor=programmes.APPLIER, folder=tmp_path, now=NOON)

    assert queries.render(make.CLERK, theirs.id).heading == "某区妇联2020年通报"
    assert queries.render(make.CLERK, theirs.id, freeze_id=kept.id).heading == "某区妇联2020年简报"


@pytest.mark.slow
def test_two_freezes_say_which_figures_changed_and_why(report):
    first = freeze(report)
    make.recognised(range(10, 12))
    make.recognised(range(3, 4), on=date(2020, 7, 1), quantity=-1)
    wrong, _right = (make_fact(Applied, programme="courtyards") for _application in range(2))
    facts.correct(actor=CORRECTOR, fact_id=wrong, reason="counted twice", now=NOON)
    actions.reopen(actor=make.CLERK, report_id=report.id, reason="late records", now=NOON)
    second = freeze(report, later=1)

    comparison = queries.compare(make.CLERK, report.id, first.id, second.id)

    found = {one.measure: one for one in comparison.differences if one.value.area == report.area}
    demo, applied = found["courtyards.demo"], found["courtyards.applied"]
    assert (demo.before.value, demo.after.value, demo.change) == (4, 5, 1)
    assert causes(demo) == {("added", ""): 2, ("taken-back", ""): -1}
    assert (applied.before.value, applied.after.value, applied.change) == (0, 1, 1)
    assert causes(applied) == {("added", ""): 2, ("corrected", "counted twice"): -1}


def causes(difference):
    """By how much each cause, with its reason, moved a figure."""
    return {(cause.cause, cause.reason): cause.quantity for cause in difference.causes}
