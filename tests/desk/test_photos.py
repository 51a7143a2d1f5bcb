"""Pictures on the pages: sent several at once, shown through the check only, withdrawn, asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from jinguo.assess import files
from jinguo.assess.models import Photo, Recognition, Score
from tests.core.photographs import CANARY, photograph
from tests.make import assess, desk, photos
from tests.make.pictures import photo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SMALL = (320, 240)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def sent(number=1, name="IMG_1.jpg", data=None):
    return SimpleUploadedFile(name, photo(number, SMALL) if data is None else data, "image/jpeg")


def page_of(row) -> str:
    kind = "recognitions" if isinstance(row, Recognition) else "applications"
    return f"/desk/courtyards/{kind}/{row.id}/"


def upload_page(row) -> str:
    kind = "recognition" if isinstance(row, Recognition) else "application"
    return f"/desk/courtyards/{kind}/{row.id}/photos/"


def text_of(response) -> str:
    return response.content.decode()


def test_several_pictures_are_sent_at_once_and_shown_before_beside_after():
    row = assess.application()
    browser = desk.desk("village-chair")

    for role, numbers in (("before", (1, 2)), ("after", (3,))):
        answer = browser.post(
            upload_page(row),
            {"pictures": [sent(n) for n in numbers], "item": "yard", "role": role},
            follow=True,
        )
        assert answer.redirect_chain == [(page_of(row), 302)]
        assert f"{len(numbers)} picture" in text_of(answer)

    [group] = answer.context["photos"].groups
    assert (group.title, len(group.before), len(group.after), group.plain) == ("庭院整洁", 2, 1, [])
    shown = set(re.findall(r'<img src="([^"]+)"', text_of(answer)))
    assert shown == {f"/desk/courtyards/photos/{one.id}/thumbnail/" for one in Photo.objects.all()}
    assert Photo.objects.filter(account__isnull=False, item="yard").count() == 3


def test_a_picture_sent_a_second_time_is_not_said_to_be_added():
    row, browser = assess.application(), desk.desk("village-chair")

    def send(*numbers):
        given = {"pictures": [sent(n) for n in numbers], "item": "yard", "role": "plain"}
        return text_of(browser.post(upload_page(row), given, follow=True))

    assert "1 picture is kept." in send(1, 1)
    again, another = send(1), send(1, 2)

    assert "these pictures are here already" in again and "is kept" not in again
    assert "1 picture is kept." in another
    assert Photo.objects.count() == 2


def test_the_page_needs_no_script_and_asks_a_phone_for_its_camera():
    page = text_of(desk.desk("village-chair").get(page_of(assess.application())))

    [chooser] = re.findall(r'<input type="file"[^>]*name="pictures"[^>]*>', page)
    assert 'accept="image/*"' in chooser and "multiple" in chooser
    assert re.search(
        r'<form method="post" action="[^"]+/photos/" enctype="multipart/form-data">', page
    )


def test_of_several_the_good_are_kept_and_each_other_is_named_with_its_fault():
    row = assess.application()
    pictures = [sent(1), sent(name="cut.jpg", data=photo(2)[:900]), sent(name="x.png", data=b"no")]

    page = desk.desk("village-chair").post(
        upload_page(row), {"pictures": pictures, "item": "rooms", "role": "after"}
    )

    assert page.status_code == 422
    assert "1 picture is kept" in text_of(page)
    assert "cut.jpg: The picture is damaged" in text_of(page)
    assert "x.png: This cannot be read as a picture" in text_of(page)
    assert '<option value="rooms" selected>' in text_of(page)
    assert Photo.objects.get().item == "rooms"


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ([], "Choose at least one picture"),
        ([sent(name="roster.xlsx", data=b"PK")], "roster.xlsx: only pictures"),
        ([sent(name="drawing.svg", data=b"<svg/>")], "drawing.svg: only pictures"),
        ([sent(name=f"{n}.jpg") for n in range(11)], "at most 10 pictures"),
    ],
)
def test_what_cannot_be_pictures_is_not_even_read(pictures, said, monkeypatch):
    monkeypatch.setattr("jinguo.assess.actions.photos.read_picture", lambda _data: 1 / 0)
    row = assess.application()

    page = desk.desk("village-chair").post(
        upload_page(row), {"pictures": pictures, "item": "", "role": "plain"}
    )

    assert page.status_code == 422 and said in text_of(page)
    assert not Photo.objects.exists()


def test_a_picture_goes_out_as_a_closed_jpeg_that_names_nobody(tmp_path):
    row = assess.application()
    made = photos.picture(row, data=photograph("JPEG", 6, {"exif", "xmp", "iptc", "comment"}))
    browser = desk.desk("town-officer")

    for kind in ("picture", "thumbnail"):
        answer = browser.get(f"/desk/courtyards/photos/{made.id}/{kind}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert CANARY not in answer.content and b"Exif" not in answer.content
        (tmp_path / "seen.jpg").write_bytes(answer.content)
        assert not Image.open(tmp_path / "seen.jpg").getexif()


def test_a_browser_that_keeps_a_picture_is_checked_each_time_it_shows_it(monkeypatch):
    made = photos.picture(assess.application())
    address = f"/desk/courtyards/photos/{made.id}/picture/"
    browser, other = desk.desk("town-officer"), desk.desk("town-officer", at="370211106")
    kept = {"HTTP_IF_NONE_MATCH": browser.get(address)["ETag"]}
    monkeypatch.setattr(files.PHOTOS.pictures.__class__, "open_kept", lambda *_given: 1 / 0)

    again = browser.get(address, **kept)

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert other.get(address, **kept).status_code == 404
    assert Client().get(address, **kept).status_code == 302
    Photo.objects.update(
        withdrawn_at=datetime(2020, 6, 16, tzinfo=UTC), withdrawn_by="x", withdrawn_reason="x"
    )
    assert browser.get(address, **kept).status_code == 404


def test_who_sees_no_full_name_sees_no_picture_and_no_place_for_one():
    row = assess.application()
    made = photos.picture(row)
    leader = desk.desk("district-leader")

    page = leader.get(page_of(row))

    assert page.status_code == 200 and page.context["photos"] is None
    assert str(made.id) not in text_of(page) and 'type="file"' not in text_of(page)


def test_a_picture_is_withdrawn_with_a_reason(django_capture_on_commit_callbacks):
    row = assess.application()
    made = photos.picture(row)
    browser = desk.desk("town-officer")
    address = f"/desk/courtyards/photos/{made.id}/"

    refused = browser.post(address, {"reason": ""})
    assert refused.status_code == 422 and Photo.objects.kept().exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(address, {"reason": "a guest stands in it"}, follow=True)

    assert answer.redirect_chain == [(page_of(row), 302)]
    assert "withdrawn and erased" in text_of(answer)
    assert not files.PHOTOS.pictures.exists(made.id)
    assert browser.get(f"/desk/courtyards/photos/{made.id}/").status_code == 404


def test_a_hint_is_shown_to_who_scores_with_the_other_yard_and_to_nobody_else():
    row, other = assess.application(), assess.application()
    mine, copy = photos.picture(row), photos.picture(other)
    hint = "like one of another yard"

    officer, chair = desk.desk("town-officer"), desk.desk("village-chair")
    assert hint in text_of(officer.get(page_of(row)))
    page = text_of(officer.get(f"/desk/courtyards/photos/{mine.id}/"))
    assert "looks like a picture of another yard" in page
    assert other.household.code in page and f"/desk/courtyards/photos/{copy.id}/" in page
    assert hint not in text_of(chair.get(page_of(row)))
    assert "another yard" not in text_of(chair.get(f"/desk/courtyards/photos/{mine.id}/"))


def test_statements_do_not_grow_with_the_pictures():
    row, browser, counts = assess.application(), desk.desk("town-officer"), []
    browser.get(page_of(row))  # the first page of a session costs one statement more
    for numbers in ((1,), (2, 3, 4)):
        for number in numbers:
            photos.picture(row, number=number)
        with CaptureQueriesContext(connection) as captured:
            browser.get(page_of(row))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_yard_out_of_reach_is_not_named_in_a_hint():
    row, far = assess.application(), assess.application(village="370211106201")
    mine, copy = photos.picture(row), photos.picture(far)

    page = text_of(desk.desk("town-officer").get(f"/desk/courtyards/photos/{mine.id}/"))

    assert "1 of them is outside the area you work for" in page
    assert far.household.code not in page and str(copy.id) not in page


def filled(row, total=95):
    return {f"item-{n}": value for n, value in enumerate(assess.points(total))}


def test_a_sheet_without_the_picture_asked_for_keeps_what_was_typed_and_says_what_is_missing():
    row = photos.asks_for_picture(assess.application(state="recommended"))
    browser, address = desk.desk("town-officer"), f"{page_of(row)}score/"

    page = browser.get(address)
    assert re.findall(r'type="file" name="([^"]+)"', text_of(page)) == ["photos-yard", "photos"]

    page = browser.post(address, {**filled(row), "note": "tidy"})
    assert page.status_code == 422
    assert "picture of “庭院整洁” as evidence" in text_of(page)
    assert 'value="tidy"' in text_of(page) and not Score.objects.exists()

    answer = browser.post(address, {**filled(row), "photos-yard": [sent(1)]})
    assert answer.status_code == 302
    assert Score.objects.get().total == 95 and Photo.objects.get().item == "yard"


def test_a_picture_sent_with_a_sheet_that_must_be_corrected_is_kept():
    row = photos.asks_for_picture(assess.application(state="recommended"))
    browser, address = desk.desk("town-officer"), f"{page_of(row)}score/"

    page = browser.post(address, {"item-0": "99", "photos-yard": [sent(1)], "photos": [sent(2)]})

    assert page.status_code == 422 and Photo.objects.count() == 2
    assert f"/desk/courtyards/photos/{Photo.objects.first().id}/thumbnail/" in text_of(page)
    assert browser.post(address, filled(row)).status_code == 302


def test_a_picture_that_cannot_be_read_holds_the_sheet_back_and_is_named():
    row = assess.application(state="recommended")

    page = desk.desk("town-officer").post(
        f"{page_of(row)}score/",
        {**filled(row), "photos": [sent(name="cut.jpg", data=photo(1)[:900])]},
    )

    assert page.status_code == 422 and "cut.jpg: The picture is damaged" in text_of(page)
    assert not Score.objects.exists()


def test_where_the_plan_asks_for_none_a_sheet_is_recorded_without_pictures():
    row = assess.application(state="recommended")

    assert desk.desk("town-officer").post(f"{page_of(row)}score/", filled(row)).status_code == 302
    assert Score.objects.exists() and not Photo.objects.exists()


def test_a_level_being_put_right_takes_its_pictures_on_its_own_page():
    held = assess.recognition(state="rectifying")
    browser = desk.desk("village-chair")

    browser.post(upload_page(held), {"pictures": [sent(1)], "item": "yard", "role": "after"})

    page = browser.get(page_of(held))
    assert page.context["photos"].count == 1
    assert Photo.objects.get().recognition == held


def test_an_ended_level_says_why_it_takes_no_more():
    held = assess.recognition(state="delisted")

    page = desk.desk("town-officer").get(upload_page(held))

    assert "No picture can be added while the state is “Delisted”" in text_of(page)
    assert 'type="file"' not in text_of(page)
