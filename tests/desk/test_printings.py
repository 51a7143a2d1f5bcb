"""Long lists of plaques at the desk: left to the worker, told of, taken out file by file or all in one."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jinguo.desk.assess import plaques
from jinguo.exchange import actions, files
from jinguo.exchange.models import PrintedFile, Printing
from tests.make import desk
from tests.make.exchange import queued_as


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def browser(undone, monkeypatch):
    """A town officer's browser, to whom one plaque is a long list."""
    Printing.objects.all().delete()
    monkeypatch.setattr(plaques, "AT_ONCE", 0)
    return desk.desk("town-officer")


def text(answer) -> str:
    return answer.content.decode()


def ask(browser, **narrowed) -> str:
    """Ask for the plaques of the list; return the address of the page that tells of them."""
    answer = browser.post("/desk/courtyards/plaques/", {"state": "certified", **narrowed})
    assert answer.status_code == 302
    return answer.url


def carry_out() -> None:
    actions.carry_out(kind="printing", work_id=Printing.objects.get().id, now=timezone.now())


def pages_of(answer) -> int:
    return len(PdfReader(BytesIO(answer.getvalue())).pages)


@pytest.mark.slow
def test_a_long_list_is_left_to_the_worker_and_told_of_until_it_is_seen(browser):
    page = ask(browser)

    shown = text(browser.get(page))
    assert "not running" in shown and 'hx-trigger="every 2s"' in shown
    assert page in text(browser.get("/desk/"))

    carry_out()

    assert "done" in text(browser.get("/desk/"))
    polled = browser.get(page, headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "1 plaque" in text(browser.get(page))
    assert page not in text(browser.get("/desk/"))


def test_a_list_that_is_not_long_is_printed_at_once(browser, monkeypatch):
    monkeypatch.setattr(plaques, "AT_ONCE", 1)

    answer = browser.post("/desk/courtyards/plaques/", {"state": "certified"})

    assert pages_of(answer) == 1
    assert not Printing.objects.exists()


def test_what_looks_again_by_itself_gets_the_part_alone(browser):
    part = browser.get(ask(browser), headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert "<html" not in text(part) and "data-poll" in text(part)


def test_how_many_plaques_are_done_is_said_while_the_worker_prints(browser, monkeypatch):
    page = ask(browser)
    monkeypatch.setattr("jinguo.exchange.queries.queue.standing", lambda job: "running")
    assert "The list is being read" in text(browser.get(page))

    actions.tell(
        kind="printing", work_id=Printing.objects.get().id, step="print", done=720, total=16557
    )

    assert "720 of 16,557 printed" in text(browser.get(page))


@pytest.mark.slow
def test_one_town_is_one_pdf_and_several_are_an_archive_too(browser):
    page = ask(browser)
    carry_out()
    file = PrintedFile.objects.get()
    assert "All in one archive" not in text(browser.get(page))
    assert pages_of(browser.get(f"{page}files/{file.id}/")) == 1
    assert pages_of(browser.get(f"{page}files/")) == 1

    twin = PrintedFile.objects.create(
        printing=file.printing, town="370211106", plaques=1, size=file.size
    )
    files.PRINTED.keep(twin.id, files.open_printed(file.id))
    assert "All in one archive" in text(browser.get(page))
    archive = browser.get(f"{page}files/")
    assert archive.headers["Content-Disposition"].endswith('.zip"')
    names = ZipFile(BytesIO(archive.getvalue())).namelist()
    assert [name[:9] for name in names] == ["370211105", "370211106"]


@pytest.mark.slow
def test_the_list_leads_to_what_was_printed_of_late(browser):
    page = ask(browser)

    assert page in text(browser.get("/desk/courtyards/?state=certified"))
    assert page not in text(browser.get("/desk/courtyards/?state=applied"))
    assert page not in text(desk.desk("town-officer").get("/desk/courtyards/?state=certified"))


@pytest.mark.slow
def test_nobody_else_sees_it_nor_takes_a_file(browser):
    page = ask(browser)
    carry_out()
    other = desk.desk("town-officer")

    for address in (page, f"{page}files/", f"{page}files/{PrintedFile.objects.get().id}/"):
        assert other.get(address).status_code == 404
        assert browser.get(address).status_code == 200


@pytest.mark.slow
def test_a_refusal_is_said_and_the_same_list_can_be_printed_again(browser):
    page = ask(browser, level="demo")
    printing = Printing.objects.get()
    Printing.objects.update(choice=printing.choice | {"level": "qualified"})
    carry_out()

    assert "refused" in text(browser.get("/desk/"))
    shown = text(browser.get(page))
    assert Printing.objects.get().refusal in shown
    assert 'name="level" value="qualified"' in shown


def test_work_given_up_is_said_and_can_be_asked_for_again(browser):
    page = ask(browser)
    queued_as(Printing.objects.get(), status="failed")

    shown = browser.get(page)
    assert "cut short each time" in text(shown)
    assert ask(browser, **shown.context["chosen"]) != page
