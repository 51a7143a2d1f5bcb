"""Applying a pack, applying it again, changing it, and writing it back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.activities import queries as activities
from jinguo.assess import actions as assess
from jinguo.assess.models import Ladder, Sheet
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Measure, Target
from jinguo.org.actor import ActivePost, Actor
from jinguo.programmes import actions, loader, queries
from jinguo.programmes.models import Pack, Programme
from jinguo.reports.models import Template
from tests.make import programmes as make
from tests.make.assess import courtyard

pytestmark = pytest.mark.django_db

DIGEST_BEFORE_LEDGERS = "f23e8529802fec5055d150e68b6c191bfd94102db1b615dda3c0d774dfee6330"
"""Of the sheet of ``make.YARDS`` where its pack was applied before a sheet could ask it."""


def apply(folder, *, actor=make.APPLIER):
    return actions.apply_pack(actor=actor, folder=folder, now=make.NOON)


def officer(area="370212", role="district-officer"):
    post = ActivePost(role, uuid4(), "a federation", area)
    return Actor(name="an officer", posts=(post,))


def test_applying_a_pack_publishes_all_it_declares(tmp_path):
    make.applied_elsewhere(tmp_path)

    assert Sheet.objects.get().key == "two-points"
    assert [level["rank"] for level in Ladder.objects.get().levels] == [1, 2]
    assert set(Measure.objects.values_list("id", "how")) == {
        ("yards.stars", "balance"), ("yards.base", "balance"), ("yards.rate", "ratio"),
    }  # fmt: skip
    target = Target.objects.get()
    assert (target.area, str(target.starts_on), target.value) == ("370212", "2020-01-01", 30)
    assert Template.objects.get().key == "short"


def test_a_target_may_be_set_for_each_area_of_a_level_and_for_one_of_them(tmp_path):
    row = "- {measure: yards.rate, by: 2020-12-31, value: 30%, source: {title: 区文件}}\n"
    each = row.replace("by:", "each: township, by:")
    one = row.replace("by:", "area: '370212001', by:")
    make.county("370212")

    apply(make.pack_folder(tmp_path, yards=make.YARDS.replace(row, row + each + one)))

    assert set(Target.objects.values_list("area", "each")) == {
        ("370212", ""), ("370212", "township"), ("370212001", ""),
    }  # fmt: skip


def test_the_same_pack_again_changes_nothing(tmp_path):
    make.applied_elsewhere(tmp_path)

    assert apply(tmp_path) == []
    assert Pack.objects.count() == Sheet.objects.count() == Template.objects.count() == 1


def test_a_changed_pack_says_what_changes_and_is_a_new_version(tmp_path):
    make.applied_elsewhere(tmp_path)
    text = make.YARDS.replace("title: 星级庭院\n  def", "title: 挂星庭院\n  def").replace(
        "30%", "35%"
    )

    changes = apply(make.pack_folder(tmp_path, yards=text))

    assert [(change.verb, change.kind, change.key.split()[0]) for change in changes] == [
        ("change", "measure", "yards.stars"),
        ("change", "target", "yards.rate"),
    ]
    assert queries.find_pack("elsewhere").version == 2
    assert Measure.objects.get(id="yards.stars").title == "挂星庭院"


def test_a_look_at_what_would_change_changes_nothing(tmp_path):
    make.county("370212")

    changes = actions.preview_pack(actor=make.APPLIER, folder=make.pack_folder(tmp_path))

    assert {change.verb for change in changes} == {"add"}
    assert not Pack.objects.exists()


def test_a_pack_with_a_problem_changes_nothing(tmp_path):
    make.county("370212")
    folder = make.pack_folder(tmp_path, yards=make.YARDS.replace("full: 10", "full: 11"))

    with pytest.raises(Invalid) as error:
        apply(folder)

    assert "clean-yards.yaml:8" in error.value.message
    assert not Pack.objects.exists()


def test_a_published_sheet_is_never_taken_back(tmp_path):
    make.applied_elsewhere(tmp_path)
    text = make.YARDS.replace("from: 2020-01-01\n  full", "from: 2020-02-01\n  full")

    with pytest.raises(Refused, match="two-points 2020-01-01"):
        apply(make.pack_folder(tmp_path, yards=text))


@pytest.mark.slow
def test_a_later_sheet_ends_the_one_before(tmp_path):
    make.applied_elsewhere(tmp_path)
    start, end = make.YARDS.index("- id: two-points"), make.YARDS.index("ladder:")
    later = make.YARDS[start:end].replace("2020-01-01", "2021-01-01")

    apply(make.pack_folder(tmp_path, yards=make.YARDS[:end] + later + make.YARDS[end:]))

    ends = list(Sheet.objects.order_by("valid_from").values_list("valid_to", flat=True))
    assert [str(day) for day in ends] == ["2021-01-01", "None"]


def test_a_sheet_that_has_visits_ask_about_the_ledger_is_another_than_one_that_does_not(tmp_path):
    make.applied_elsewhere(tmp_path)
    before = Sheet.objects.get()
    yards = make.YARDS.replace("  full: 10\n", "  full: 10\n  asks_ledger: true\n")

    apply(make.pack_folder(tmp_path, yards=yards))

    after = Sheet.objects.get()
    assert (before.asks_ledger, after.asks_ledger) == (False, True)
    assert before.digest == DIGEST_BEFORE_LEDGERS != after.digest


@pytest.mark.parametrize(("pack", "is_asked"), [("xihaian", True), ("demo-county", False)])
def test_the_plan_of_the_district_has_visits_ask_about_the_ledger(pack, is_asked):
    loaded, _problems = loader.load(make.PACKS / pack)

    asked = {sheet.asks_ledger for one in loaded.programmes.values() for sheet in one.sheets}

    assert asked == {is_asked}


@pytest.mark.slow
def test_sheets_of_one_name_in_two_programmes_are_told_apart(tmp_path):
    make.county("370212")
    other = make.YARDS.replace("clean-yards", "clean-flats").replace("yards.", "flats.")
    both = {"yards": make.YARDS, "flats": other}
    apply(make.pack_folder(tmp_path, **both))
    changed = other.replace("from: 2020-01-01\n  full", "from: 2020-02-01\n  full")

    with pytest.raises(Refused, match="clean-flats two-points 2020-01-01"):
        apply(make.pack_folder(tmp_path, **{**both, "flats": changed}))


@pytest.mark.slow
def test_a_base_is_applied_first():
    make.county()

    with pytest.raises(Refused, match="base"):
        apply(make.PACKS / "xihaian")


def test_a_pack_of_an_area_nobody_knows_is_refused(tmp_path):
    with pytest.raises(NotFound):
        apply(make.pack_folder(tmp_path))


@pytest.mark.parametrize(
    ("area", "role", "outcome"),
    [
        ("370212", "district-officer", None),
        ("370212", "system-administrator", None),
        ("370211", "district-officer", Denied),
        ("370212", "district-leader", Denied),
    ],
)
def test_who_may_apply_a_pack(tmp_path, area, role, outcome):
    make.county("370212")
    folder, actor = make.pack_folder(tmp_path), officer(area, role)

    if outcome is None:
        assert apply(folder, actor=actor)
    else:
        with pytest.raises(outcome):
            apply(folder, actor=actor)
        assert not Pack.objects.exists()


def test_a_district_may_not_change_what_holds_everywhere():
    with pytest.raises(Denied):
        apply(make.PACKS / "base", actor=officer())


@pytest.mark.slow
def test_export_writes_the_very_files_that_were_applied(tmp_path):
    make.applied_packs()

    actions.export_pack(actor=make.APPLIER, key="xihaian", folder=tmp_path / "out")

    original = make.PACKS / "xihaian"
    files = {path.relative_to(original) for path in original.rglob("*.yaml")}
    assert {
        path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.yaml")
    } == files
    assert all(
        (original / one).read_bytes() == (tmp_path / "out" / one).read_bytes() for one in files
    )


def test_export_does_not_mix_two_packs(tmp_path):
    make.applied_elsewhere(tmp_path / "pack")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "own.yaml").write_text("programme: own\n")

    with pytest.raises(Refused, match=r"own\.yaml"):
        actions.export_pack(actor=make.APPLIER, key="elsewhere", folder=tmp_path / "other")


@pytest.mark.slow
def test_the_nearest_pack_upward_is_the_plan(tmp_path):
    make.applied_packs()
    make.applied_elsewhere(tmp_path)

    own = queries.plan(officer("370211"))
    other = queries.plan(officer("370212"))

    assert [line.line.key for line in own] == [
        "three-hard-problems", "two-signature-programmes", "one-exploration", "regular-work",
        "office-work", "rights", "aid", "honours",
    ]  # fmt: skip
    assert own[0].programmes[0].key == "courtyards"
    assert [line.line.key for line in other][:2] == ["yards", "rights"]
    assert queries.plan(officer("370213"))[0].line.key == "rights"


@pytest.mark.slow
def test_what_a_nearer_pack_declares_stands_in_its_line_and_nowhere_else():
    make.applied_packs()

    places = [
        (line.line.key, one.pack)
        for line in queries.plan(officer("370211"))
        for one in line.programmes
        if one.key in {"two-cancer-aid", "caring-mothers"}
    ]

    assert places == [("three-hard-problems", "xihaian"), ("aid", "base")]


@pytest.mark.slow
def test_a_line_named_as_one_above_takes_its_programmes_in(tmp_path):
    make.applied_packs()
    head = make.HEAD.replace("- id: yards", "- id: rights")
    make.county("370212")
    apply(
        make.pack_folder(
            tmp_path, pack=head, yards=make.YARDS.replace("line: yards", "line: rights")
        )
    )

    [line] = [one for one in queries.plan(officer("370212")) if one.line.key == "rights"]

    assert line.line.pack == "elsewhere"
    assert line.programmes[0].key == "clean-yards"
    assert "hotline-12338" in [one.key for one in line.programmes]


@pytest.mark.slow
def test_a_programme_is_read_from_the_nearest_pack_that_has_it(tmp_path):
    make.applied_packs()
    village = officer("370211")

    assert queries.get_programme(queries.plan(village), "two-cancer-aid")[0].pack == "xihaian"
    titles, line = queries.get_programme(queries.plan(village), "titles")
    assert (titles.pack, line.key) == ("base", "honours")
    with pytest.raises(NotFound):
        queries.get_programme(queries.plan(village), "clean-yards")
    with pytest.raises(NotFound):
        queries.get_programme(queries.plan(officer("370211", "auditor")), "courtyards")


@pytest.mark.slow
def test_the_plan_costs_the_same_whatever_its_size(tmp_path):
    make.applied_packs()
    make.applied_elsewhere(tmp_path)

    with CaptureQueriesContext(
        connection,
    ) as large:
        queries.plan(officer("370211"))
    with CaptureQueriesContext(connection) as small:
        queries.plan(officer("370212"))

    assert len(large) == len(small) == 3


@pytest.mark.slow
def test_code_lists_of_the_nation_are_kept_with_their_source():
    make.applied_packs()

    [kinds] = Programme.objects.get(pack="base", key="marriage-counselling").codes

    assert kinds["id"] == "counselling-kinds"
    assert "MZ/T 084" in kinds["source"]["title"]


@pytest.mark.slow
def test_the_stages_of_family_life_hold_in_every_area():
    make.applied_packs()

    stages = activities.stages_over("370211105201", on=date(2020, 6, 15))

    assert [one.id for one in stages][:2] == ["newlywed", "pregnancy"]
    assert next(one for one in stages if one.id == "age-0-3").holds_at(35)


@pytest.mark.slow
def test_a_sheet_that_applications_were_made_under_does_not_change(tmp_path):
    make.county("370212")
    home = courtyard(village="370212105201")
    folder = make.pack_folder(tmp_path)
    apply(folder)
    day = date(2020, 6, 15)
    assess.apply(
        actor=officer(), programme="clean-yards", household_ids=[home.id], level="two-star", on=day,
        now=make.NOON,
    )  # fmt: skip

    with pytest.raises(Refused):
        apply(
            make.pack_folder(
                tmp_path, yards=make.YARDS.replace("max: 6", "max: 5").replace("max: 4", "max: 5")
            )
        )

    assert Pack.objects.get().version == 1
