"""The imports through the pages: columns chosen and kept, what is wrong, what is done, what waits."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jinguo.exchange import actions, files, models
from jinguo.exchange.models import Batch, Run
from jinguo.people.models import Household
from tests.make import desk
from tests.make.exchange import roster_row, workbook
from tests.make.people import id_number, village

pytestmark = pytest.mark.django_db
CHOSEN = {"sheet": "Sheet", "header_row": "1", "head": "0", "id_number": "1", "village_code": "2"}
UNKNOWN = [["甲", "乙", "丙"], ["王芳", roster_row(1)[2], roster_row(1)[0]]]


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def town(undone):
    """A town officer's browser."""
    village(desk.VILLAGE)
    Batch.objects.all().delete()
    return desk.desk("town-officer", at=desk.TOWN)


def bring(browser, data: bytes, name="名册.xlsx") -> str:
    """Bring a roster; return the address of its page."""
    answer = browser.post(
        "/desk/imports/", {"kind": "roster", "file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 302
    return answer.url


def text(answer) -> str:
    return answer.content.decode()


def choose(browser, page: str, **changed):
    return browser.post(f"{page}check/", CHOSEN | changed, follow=True)


@pytest.mark.slow
def test_a_good_roster_goes_from_file_to_register_and_off_again(town):
    page = bring(town, workbook([roster_row(n) for n in (901, 902)]))
    columns = town.get(page)
    assert "B 户主姓名 — 王秀英" in text(columns)

    initial = columns.context["form"].initial
    checked = town.post(f"{page}check/", initial, follow=True)
    assert "Put the 2 new households on the register" in text(checked)

    done = town.post(f"{page}apply/", {"which": "all"}, follow=True)
    assert "2 new households of this workbook are on the register" in text(done)

    gone = town.post(f"{page}undo/", follow=True)
    assert "off the register again" in text(gone)


@pytest.mark.slow
@pytest.mark.parametrize("rows", [[], [["  "] * 9, [None] * 9], [["", "合计", "", "", 3]]])
def test_a_roster_without_a_household_says_so_and_is_kept(town, rows):
    page = bring(town, workbook(rows))

    told = town.post(f"{page}check/", town.get(page).context["form"].initial)

    assert told.status_code == 422
    assert "Below the headings there is no household" in text(told)
    assert Batch.objects.get().state == "uploaded" and town.get(page).status_code == 200


@pytest.mark.slow
def test_who_is_not_born_yet_is_a_wrong_row(town):
    born = (timezone.localdate() + timedelta(days=1)).strftime("%Y%m%d")
    page = bring(town, workbook([roster_row(901), roster_row(902, 身份证号=id_number(902, born))]))

    checked = town.post(f"{page}check/", town.get(page).context["form"].initial, follow=True)

    assert "lies after the day of registration" in text(checked)
    assert (Batch.objects.get().good, Batch.objects.get().bad) == (1, 1)


@pytest.mark.slow
def test_columns_without_known_headings_are_chosen_by_letter_and_cells(town):
    page = bring(town, workbook(UNKNOWN, None))

    shown = text(town.get(page))
    assert "No heading of this sheet is known" in shown
    assert "A — 甲 · 王芳" in shown

    checked = choose(town, page)
    assert "Put the new household on the register" in text(checked)


@pytest.mark.slow
def test_the_head_of_the_page_names_the_officer_s_area_while_columns_are_chosen(town):
    home = re.search(r'<span class="place">(.*?)</span>', text(town.get("/desk/")))[1]

    shown = text(town.get(bring(town, workbook(UNKNOWN, None))))

    assert re.search(r'<span class="place">(.*?)</span>', shown, re.DOTALL)[1] == home != ""


@pytest.mark.slow
def test_what_was_chosen_stays_when_it_is_refused_and_when_one_goes_back(town):
    page = bring(town, workbook(UNKNOWN, None))

    refused = choose(town, page, id_number="")
    assert refused.status_code == 422
    form = refused.context["form"]
    assert (form["head"].value(), form["village_code"].value()) == ("0", "2")
    assert "id_number" in form.errors and "head" not in form.errors

    choose(town, page)
    form = town.get(f"{page}?columns").context["form"]
    assert (form["head"].value(), form["id_number"].value()) == (0, 1)


@pytest.mark.slow
def test_another_row_and_another_sheet_can_be_chosen_from_a_page_that_was_refused(town):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["填表说明"])
    roster = book.create_sheet("名册")
    for row in (["花名册"], ["村", "名", "证"], *UNKNOWN[1:]):
        roster.append(row)
    out = BytesIO()
    book.save(out)
    page = bring(town, out.getvalue())

    refused = choose(town, page, sheet="名册", header_row="2", head="")
    assert f'<form method="get" action="{page}"' in text(refused)

    chosen = town.get(page, {"sheet": "名册", "header_row": "2"})
    place = chosen.context["place"]
    assert (place["sheet"].value(), place["header_row"].value()) == ("名册", 2)
    assert "C 证" in text(chosen)


@pytest.mark.slow
def test_a_sheet_that_is_not_there_is_said_and_another_is_shown(town):
    page = bring(town, workbook([roster_row(901)]))

    answer = town.get(page, {"sheet": "没有", "header_row": ""})

    assert answer.status_code == 422
    assert "holds nothing that can be read" in text(answer)
    assert "B 户主姓名" in text(answer)


def test_a_file_of_another_type_is_refused_beside_its_field(town):
    answer = town.post(
        "/desk/imports/", {"kind": "roster", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    )
    assert answer.status_code == 422
    assert "Only .xlsx" in text(answer)


@pytest.mark.slow
def test_numbers_a_spreadsheet_rounded_are_named_and_nothing_can_be_taken(town):
    page = bring(town, workbook([roster_row(1, 身份证号=3.70211e17)]))

    checked = town.post(f"{page}check/", town.get(page).context["form"].initial, follow=True)

    assert "last three digits" in text(checked)
    assert "No row can be taken as it is" in text(checked)


@pytest.mark.slow
def test_a_second_roster_offers_to_bring_the_register_up_to_date(town):
    page = bring(town, workbook([roster_row(901)]))
    town.post(f"{page}check/", town.get(page).context["form"].initial)
    town.post(f"{page}apply/", {"which": "all"})

    page = bring(town, workbook([roster_row(901, 家庭人口=6), roster_row(902)]))
    checked = town.post(f"{page}check/", town.get(page).context["form"].initial, follow=True)
    assert "Also bring the household up to date" in text(checked)
    done = town.post(f"{page}apply/", {"which": "all", "update": "on"}, follow=True)

    assert "1 was brought up to date" in text(done)
    assert Household.objects.filter(member_count=6).count() == 1


@pytest.fixture
def waiting(town, monkeypatch):
    """A roster too large to wait for, the worker asked to check it; its page."""
    monkeypatch.setattr(models, "LARGE_BYTES", 0)
    page = bring(town, workbook([roster_row(901)]))
    town.post(f"{page}check/", town.get(page).context["form"].initial)
    return page


@pytest.mark.slow
def test_a_large_roster_is_left_to_the_worker_and_told_of_until_it_is_seen(town, waiting):
    shown = text(town.get(waiting))
    assert "not running" in shown and 'hx-trigger="every 2s"' in shown
    assert "Look again" in shown
    assert "名册.xlsx" in text(town.get("/desk/"))

    actions.carry_out(kind="run", work_id=Run.objects.get().batch_id, now=timezone.now())

    assert "done" in text(town.get("/desk/"))
    polled = town.get(waiting, headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "Put the new household on the register" in text(town.get(waiting))
    assert "名册.xlsx" not in text(town.get("/desk/"))


@pytest.mark.slow
def test_what_looks_again_by_itself_gets_the_part_alone(town, waiting):
    part = town.get(waiting, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert "<html" not in text(part) and "data-poll" in text(part)


@pytest.mark.slow
def test_what_the_worker_refused_is_said_and_the_choice_is_kept(town, waiting):
    batch = Run.objects.get().batch
    files.erase(batch.id)
    actions.carry_out(kind="run", work_id=batch.id, now=timezone.now())

    assert "refused" in text(town.get("/desk/"))
    assert Run.objects.get().refusal in text(town.get(waiting))
