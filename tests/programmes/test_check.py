"""What `pack check` says about a wrong pack: the file, the line, what is wrong, the known names."""

import pytest
from django.utils import translation

from jinguo.programmes import loader
from tests.make import programmes as make
from tests.programmes.checked import problems


@pytest.mark.parametrize("name", ["base", "xihaian", "demo-county"])
def test_the_installations_own_packs_are_sound(name):
    assert problems(make.PACKS / name) == []


def test_a_second_district_is_a_folder_and_nothing_else(tmp_path):
    assert problems(make.pack_folder(tmp_path)) == []


# What the district does in its year, by the keys of the files.
PLAN = """
after-school-class beautiful-families cadre-training cadres courtyards documents
domestic-services entrepreneurs epidemic-donations executive-projects families-in-difficulty
family-education fashion-ambassadors fashion-classrooms fashion-fairs fashion-programme
fashion-spots five-deliveries grassroots-organisations honours instructions job-fairs
left-behind-children live-commerce-and-tea live-room livelihood-projects marriage-counselling
maternity-matron-contest military-honours military-parent-school military-support mobile-classes
newlywed-classes online-rights-and-aid parent-classroom partnership-agreements party-building
rights-network seed-plan spring-bud support-fund three-talks two-cancer-aid two-outlines
video-challenge women-volunteers womens-homes womens-micro-homes
"""


def test_the_whole_plan_is_named():
    loaded, _problems = loader.load(make.PACKS / "xihaian")

    assert {one.programme for one in loaded.programmes.values()} == set(PLAN.split())
    assert {one.line for one in loaded.programmes.values()} == {
        line.id for line in loaded.pack.lines
    }
    for programme in loaded.programmes.values():
        assert programme.title_en and programme.summary_en, programme.programme


RATIO = 'unit: "%"\n  ratio: [yards.stars, yards.base]'
AREAS = "unit: 个\n  areas: {level: village, of: yards.stars, at_least: 1}"
WRONG = [
    # what to replace, by what, line, what the sentence must say
    ("programme: clean-yards", "programme: clean-yards\nfrequency: 3", 2, ["frequency", "position"]),
    ("max: 6}", "max: 6, colour: red}", 14, ["colour", "deduct"]),
    ("max: 6}", "max: 6, evidence: film}", 14, ["evidence", "photo"]),
    ("line: yards", "line: gardens", 3, ["gardens", "yards"]),
    ("fact: people.household", "fact: people.houshold", 39, ["people.houshold", "people.household"]),
    ("rules: {notice_days: 7}", "rules: {notice_day: 7}", 25, ["notice_day", "notice_days"]),
    ("rules: {notice_days: 7}", "rules: {notice_days: seven}", 25, ["notice_days"]),
    ("of_programme: clean-yards", "of_programme: tidy-yards", 33, ["tidy-yards", "clean-yards"]),
    ("ratio: [yards.stars, yards.base]", "ratio: [yards.stars, yards.bass]", 44, ["yards.bass"]),
    (RATIO, AREAS.replace("stars", "star"), 44, ["yards.star", "yards.stars"]),
    (RATIO, AREAS.replace("stars", "rate"), 44, ["balance", "yards.rate"]),
    (RATIO, AREAS.replace("village", "hamlet"), 44, ["level", "village"]),
    ("{measure: yards.rate,", "{measure: yards.rat,", 46, ["yards.rat", "yards.rate"]),
    ("{measure: yards.rate,", "{measure: yards.rate, each: hamlet,", 46, ["each", "village"]),
    ("{measure: yards.rate,", "{measure: yards.rate, each: county,", 46, ["inside “370212”"]),
    ("{measure: yards.rate,", "{measure: yards.rate, area: '370213',", 46, ["outside"]),
    ("full: 10", "full: 12", 8, ["10", "12"]),
    ("  definition: 登记的庭院。\n  unit: 户", "  definition: 登记的庭院。", 34, ["unit"]),
    ("  definition: 登记的庭院。\n  unit: 户", "  definition: 登记的庭院。\n  unit: 家", 37, ["家", "户"]),
    ("value: 30%, source: {title: 区文件}}", "value: 30%}", 46, ["source"]),
    ("  from: 2020-01-01\n  full", "  full", 8, ["from"]),
    ("from: 2020-01-01\n  full", "from: spring\n  full", 10, ["spring"]),
    ("- {id: gate,", "- {id: yard,", 15, ["yard"]),
    ("- id: yards.base", "- id: yards.stars", 34, ["yards.stars"]),
    ("position: 10", "position: 10\nposition: 11", 5, ["position"]),
    ("summary: 一件事。", "summary: 一件: 事。", 5, ["YAML"]),
    ("how: balance\n  fact: people", "fact: people", 34, ["fact", "ratio"]),
    ("{rule: resident,", "{rule: residents,", 23, ["residents", "Known: no-veto-within", "resident"]),
    ("months: 3", "month: 3", 24, ["month", "months"]),
    ("months: 3", "months: soon", 24, ["months", "0", "120"]),
    ("months: 3, ", "", 24, ["reapply-after", "months"]),
    ("levels: [two-star]", "levels: [three-star]", 23, ["three-star", "two-star"]),
    ("{rule: reapply-after, months: 3,", "{rule: resident,", 24, ["resident", "twice"]),
    ("months: 3, source: {title: 区文件}", "months: 3", 24, ["source"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "said"), WRONG)
def test_a_mistake_names_its_file_its_line_and_the_known_names(tmp_path, old, new, line, said):
    assert old in make.YARDS
    folder = make.pack_folder(tmp_path, yards=make.YARDS.replace(old, new, 1))

    found = problems(folder)

    assert found
    [first, *_others] = [one for one in found if one.startswith("clean-yards.yaml")]
    assert first.startswith(f"clean-yards.yaml:{line}: "), first
    assert all(word in first for word in said), first


def test_a_pack_may_ask_for_a_picture_as_evidence(tmp_path):
    asking = make.YARDS.replace("max: 6}", "max: 6, evidence: photo}", 1)

    assert problems(make.pack_folder(tmp_path, yards=asking)) == []


def test_two_versions_may_not_begin_before_the_first_ends(tmp_path):
    version = make.YARDS[make.YARDS.index("- id: two-points") : make.YARDS.index("ladder:")]
    again = version.replace("2020-01-01", "2021-01-01")
    ended = version.replace("from: 2020-01-01", "from: 2020-01-01\n  to: 2021-06-01")
    sound = make.YARDS.replace(version, version + again)
    overlapping = make.YARDS.replace(version, ended + again)

    assert problems(make.pack_folder(tmp_path / "a", yards=sound)) == []
    [problem] = problems(make.pack_folder(tmp_path / "b", yards=overlapping))
    assert "2020-01-01" in problem


def test_a_file_in_an_unknown_folder_and_a_strange_file_are_problems(tmp_path):
    folder = make.pack_folder(tmp_path)
    (folder / "surveys").mkdir()
    (folder / "surveys" / "a.yaml").write_text("survey: a\n")
    (folder / "notes.txt").write_text("…")

    found = problems(folder)

    assert [one.split(":")[0] for one in found] == ["notes.txt", "surveys/a.yaml"]
    assert "reports" in found[1]


@pytest.mark.parametrize(
    ("category", "said"),
    [("employed-3", []), ("employed", ["follow_up_months"]), ("employed-9", ["employed-3"])],
)
def test_outcomes_are_counted_only_after_the_months_the_plan_asks(tmp_path, category, said):
    asking = """
activities:
- from: 2020-01-01
  source: {title: 区文件}
  kinds:
  - {id: class, title: 培训班, follow_up_months: [3, 6]}
"""
    counted = f"fact: activities.followed-up\n  categories: [{category}]"
    yards = make.YARDS.replace("fact: people.household", counted, 1) + asking

    found = [one for one in problems(make.pack_folder(tmp_path, yards=yards)) if "employed" in one]

    assert bool(found) is bool(said)
    assert all(word in one for one in found for word in said)


def test_two_files_may_not_declare_one_programme(tmp_path):
    folder = make.pack_folder(tmp_path)
    (folder / "copy.yaml").write_text(make.YARDS.split("sheets:")[0])

    [problem] = problems(folder)

    assert problem.startswith("copy.yaml:1:") and "clean-yards.yaml" in problem


def test_a_pack_must_find_the_one_it_extends(tmp_path):
    folder = make.pack_folder(
        tmp_path, pack=make.HEAD.replace("year: 2020", "year: 2020\nextends: basis")
    )

    [problem] = problems(folder)

    assert problem.startswith("pack.yaml:6:") and "basis" in problem


def test_packs_do_not_extend_each_other_in_a_circle(tmp_path):
    for name, extends in (("one", "two"), ("two", "three"), ("three", "one")):
        head = make.HEAD.replace("name: elsewhere", f"name: {name}\nextends: {extends}")
        make.pack_folder(tmp_path / name, pack=head)

    [problem] = problems(tmp_path / "one")

    assert (
        problem.startswith("../two/../three/pack.yaml:2:") and "one → two → three → one" in problem
    )


def test_the_problems_of_the_pack_extended_are_told_with_its_file(tmp_path):
    make.pack_folder(
        tmp_path / "one", pack=make.HEAD.replace("name: elsewhere", "name: one\nextends: two")
    )
    wrong = make.YARDS.replace("full: 10", "full: 11")
    make.pack_folder(
        tmp_path / "two", pack=make.HEAD.replace("name: elsewhere", "name: two"), yards=wrong
    )

    found = problems(tmp_path / "one")

    assert found[0].startswith("../two/clean-yards.yaml:8:")
    assert all(problem.startswith("../two/") for problem in found)


def test_a_line_bears_a_drawing_that_exists(tmp_path):
    folder = make.pack_folder(tmp_path, pack=make.HEAD.replace("icon: house", "icon: hous"))

    [problem] = problems(folder)

    assert problem.startswith("pack.yaml:10:") and "house" in problem


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (make.REPORT.replace("庭院\n- sub", "庭院16557户\n- sub"), 7),
        (make.REPORT.replace("占比{{yards.rate}}", "占比10.0%"), 11),
        (make.REPORT.replace("yards.rate}}", "yards.share}}"), 11),
        (make.REPORT.replace("format=change", "form=change"), 11),
        (make.REPORT.replace("{{yards.stars}}", "{{yards.stars}"), 10),
        (make.REPORT.replace("report: short", "report: short\nauthor: x"), 2),
    ],
)
def test_a_report_with_a_loose_number_or_a_wrong_figure_is_refused(tmp_path, text, line):
    [problem, *_more] = problems(make.pack_folder(tmp_path, report=text))

    assert problem.startswith(f"reports/short.yaml:{line}: "), problem


def test_a_folder_without_a_head_is_no_pack(tmp_path):
    [problem] = problems(tmp_path)

    assert problem.startswith("pack.yaml:")


def test_a_file_that_is_wrong_by_itself_is_not_blamed_on_the_others(tmp_path):
    folder = make.pack_folder(tmp_path)
    file = folder / "clean-yards.yaml"
    file.write_text(file.read_text("utf-8").replace("max: 6}", "max: six}"), "utf-8")

    first, second = sorted(problems(folder))

    assert "“six” is no whole number" in first
    assert second.startswith("pack.yaml") and second.endswith("put right: clean-yards.yaml.")


def test_the_usual_mistakes_are_told_in_the_reader_s_language(tmp_path):
    folder = make.pack_folder(tmp_path)
    file = folder / "clean-yards.yaml"
    text = file.read_text("utf-8")
    for old, new, said in (
        ("max: 6}", "max: six}", "“max” 应为整数"),
        ("programme: clean-yards", "programme: clean-yards: x", "冒号"),
    ):
        file.write_text(text.replace(old, new), "utf-8")
        with translation.override("zh-hans"):
            assert any(said in one for one in problems(folder)), problems(folder)
