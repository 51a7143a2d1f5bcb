"""Certificates and plaques, asked for at the desk."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from jinguo.assess.models import Recognition
from jinguo.audit.models import Event
from tests.make import desk

pytestmark = pytest.mark.slow


def test_a_certificate_comes_as_a_pdf_with_the_name_of_the_head(undone):
    response = desk.desk("town-officer").get(
        f"/desk/courtyards/recognitions/{undone.recognition}/certificate/"
    )

    assert response["Content-Type"] == "application/pdf"
    assert "李桂兰" in PdfReader(BytesIO(response.content)).pages[0].extract_text()


def test_the_page_of_a_recognition_leads_to_its_certificate_and_its_public_page(undone):
    address = f"/desk/courtyards/recognitions/{undone.recognition}/"

    text = desk.desk("district-officer").get(address).content.decode()

    assert f"{address}certificate/" in text
    assert f"/v/{Recognition.objects.get(id=undone.recognition).verification_code}" in text
    assert f"{address}certificate/" not in desk.desk("village-chair").get(address).content.decode()


def test_plaques_are_printed_of_the_list_as_it_is_narrowed(undone):
    browser = desk.desk("town-officer")
    certified = {"state": "certified"}

    printed = browser.post("/desk/courtyards/plaques/", {**certified, "due": "later"})
    nothing = browser.post("/desk/courtyards/plaques/", {**certified, "due": "overdue"})

    assert len(PdfReader(BytesIO(printed.getvalue())).pages) == 1
    assert nothing.status_code == 409


def test_a_lost_plaque_is_printed_once_more_without_a_name(undone):
    address = f"/desk/courtyards/recognitions/{undone.recognition}/"
    browser = desk.desk("town-officer")
    assert f"{address}plaque/" in browser.get(address).content.decode()

    response = browser.get(f"{address}plaque/")

    text = PdfReader(BytesIO(response.content)).pages[0].extract_text()
    plaque = Recognition.objects.get(id=undone.recognition).plaque
    assert plaque in text and f'"plaque-{plaque}.pdf"' in response["Content-Disposition"]
    assert "李桂兰" not in text
    last = Event.objects.filter(action="exchange.plaques").last()
    assert last.object_id == undone.recognition


def test_certificates_of_a_list_are_one_file_with_a_page_each(undone):
    browser = desk.desk("town-officer")

    printed = browser.post("/desk/courtyards/certificates/", {"state": "certified"})
    refused = desk.desk("village-chair").post(
        "/desk/courtyards/certificates/", {"state": "certified"}
    )

    [page] = PdfReader(BytesIO(printed.getvalue())).pages
    assert "李桂兰" in page.extract_text()
    assert refused.status_code == 403
    noted = Event.objects.filter(action="exchange.certificate").last()
    assert (noted.object_id, noted.count) == (None, 1)
