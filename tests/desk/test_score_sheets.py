"""Score sheets through the pages: out of the work list, back in by the imports, as a town officer does it."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinguo.assess.models import Application, Score
from jinguo.exchange.models import Batch
from tests.make import assess, desk, scores

pytestmark = pytest.mark.django_db
GOOD = [25, 25, 25, 20]


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def town():
    """A town officer's browser, with two recommended households to score."""
    assess.applications(2, state="recommended")
    return desk.desk("town-officer", at=assess.TOWN)


def download(browser) -> bytes:
    response = browser.post("/desk/courtyards/score-sheets/", {"state": "recommended"})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="score-sheets-')
    return response.content


def bring(browser, data: bytes):
    file = SimpleUploadedFile("filled.xlsx", data)
    return browser.post("/desk/imports/", {"kind": "scores", "file": file})


@pytest.mark.slow
def test_sheets_go_out_and_scores_come_in(town):
    code = Application.objects.first().household.code
    filled = scores.filled({code: GOOD}, download(town))

    page = bring(town, filled)
    batch = Batch.objects.get()
    assert (page.status_code, batch.state, batch.good) == (302, "checked", 1)
    assert "Take all 1 rows" in town.get(page.url).content.decode()
    done = town.post(f"/desk/imports/{batch.id}/apply/", {"which": "all", "on": ""}, follow=True)

    assert "1 household is scored" in done.content.decode()
    assert Score.objects.get().application.household.code == code


def test_the_list_offers_sheets_only_where_a_score_is_waited_for(town):
    assert (
        "Score sheets of this list"
        in town.get("/desk/courtyards/?state=recommended").content.decode()
    )
    assert (
        "Score sheets of this list"
        not in town.get("/desk/courtyards/?state=applied").content.decode()
    )


@pytest.mark.slow
def test_a_wrong_workbook_is_refused_on_the_form_and_kept_nowhere(town):
    out = BytesIO()
    openpyxl.Workbook().save(out)

    page = bring(town, out.getvalue())

    assert page.status_code == 422
    assert "no sheet with data" in page.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.slow
def test_a_wrong_day_is_said_and_nothing_is_written(town):
    code = Application.objects.first().household.code
    bring(town, scores.filled({code: GOOD}, download(town)))
    batch = Batch.objects.get()

    for day, sentence in (("2999-01-01", "in the future"), ("soon", "valid date")):
        page = town.post(f"/desk/imports/{batch.id}/apply/", {"which": "all", "on": day})
        assert (page.status_code, sentence in page.content.decode()) == (422, True), day
    assert not Score.objects.exists()


@pytest.mark.slow
def test_a_problem_is_named_by_row_and_column_as_the_spreadsheet_names_them(town):
    code = Application.objects.order_by("household__code").first().household.code
    page = bring(town, scores.filled({code: [99, 1, 1, 1]}, download(town)))

    text = town.get(page.url).content.decode()

    assert '<td class="num">4</td><td class="num">E</td>' in text
    assert "No row can be taken as it is" in text
