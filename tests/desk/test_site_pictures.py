"""Pictures of sites at the desk and before the public: added by consent, shown while public, taken off."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jinguo.sites import actions, files
from jinguo.sites.models import Site, SitePicture
from tests.core.photographs import CANARY, photograph
from tests.make import desk
from tests.make.pictures import photo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def site(undone):
    """An open site without a picture, whose kind has a public page."""
    SitePicture.objects.all().delete()
    return Site.objects.get(state="active")


def text(response):
    return response.content.decode()


def sent(data=None, name="IMG_1.jpg"):
    return SimpleUploadedFile(name, photo(1, (320, 240)) if data is None else data, "image/jpeg")


def add(browser, site, **changed):
    given = {"picture": sent(), "shows": "活动室", "consent": "agreed", **changed}
    return browser.post(
        f"/desk/sites/{site.id}/pictures/", {key: one for key, one in given.items() if one}
    )


def test_a_picture_goes_from_the_desk_to_the_public_page_and_off_it(site):
    chair, stranger = desk.desk("village-chair"), Client()

    assert add(chair, site).url == f"/desk/sites/{site.id}/"

    made = SitePicture.objects.get()
    assert f"/desk/sites/pictures/{made.id}/thumbnail/" in text(
        chair.get(f"/desk/sites/{site.id}/")
    )
    page = text(chair.get(f"/desk/sites/pictures/{made.id}/"))
    assert "Everybody on it has agreed" in page and made.actor in page
    public = text(stranger.get(f"/s/{site.code}"))
    assert 'alt="活动室"' in public
    for address in re.findall(r"/s/\w+/(?:pictures|thumbnails)/[\w-]+", public):
        answer = stranger.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "private, no-cache"

    answer = chair.post(f"/desk/sites/pictures/{made.id}/", {"because": "withdrawn"}, follow=True)

    assert "off the public page" in text(answer)
    assert str(made.id) not in text(stranger.get(f"/s/{site.code}"))
    for kind in ("pictures", "thumbnails"):
        assert stranger.get(f"/s/{site.code}/{kind}/{made.id}").status_code == 404
    for part in ("", "picture/", "thumbnail/"):
        assert chair.get(f"/desk/sites/pictures/{made.id}/{part}").status_code == 404


def test_a_browser_that_kept_it_is_told_that_it_is_gone(site):
    add(desk.desk("village-chair"), site)
    made = SitePicture.objects.get()
    address, stranger = f"/s/{site.code}/pictures/{made.id}", Client()
    kept = {"HTTP_IF_NONE_MATCH": stranger.get(address)["ETag"]}
    assert stranger.get(address, **kept).status_code == 304

    actions.take_picture_off(
        actor=desk.officer(), picture_id=made.id, because="mistake", now=timezone.now()
    )

    assert stranger.get(address, **kept).status_code == 404


def test_a_picture_goes_out_with_pixels_and_nothing_else(site):
    data = photograph("JPEG", 6, {"exif", "xmp", "iptc", "comment"})
    add(desk.desk("village-chair"), site, picture=sent(data))

    body = Client().get(f"/s/{site.code}/pictures/{SitePicture.objects.get().id}").content

    assert body[:2] == b"\xff\xd8" and CANARY not in body and b"Exif" not in body


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"consent": None}, "This field is required"),
        ({"shows": None}, "This field is required"),
        ({"picture": None}, "This field is required"),
        ({"picture": "svg"}, "only pictures can be sent"),
        ({"picture": "cut"}, "The picture is damaged"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(site, changed, said):
    odd = {"svg": sent(b"<svg/>", "a.svg"), "cut": sent(photo(2)[:900], "cut.jpg")}
    changed = {key: odd.get(one, one) for key, one in changed.items()}

    page = add(desk.desk("village-chair"), site, **changed)

    assert page.status_code == 422 and said in text(page)
    assert not SitePicture.objects.exists()


def test_who_only_looks_sees_the_pictures_and_no_form(site):
    add(desk.desk("village-chair"), site)
    made, leader = SitePicture.objects.get(), desk.desk("district-leader")

    assert str(made.id) in text(leader.get(f"/desk/sites/{site.id}/"))
    page = text(leader.get(f"/desk/sites/pictures/{made.id}/"))

    assert "Why it may be shown" in page and "Take off" not in page
    assert f"/desk/sites/{site.id}/pictures/" not in text(leader.get(f"/desk/sites/{site.id}/"))


def test_a_picture_of_another_village_is_not_there(site):
    add(desk.desk("village-chair"), site)
    made = SitePicture.objects.get()
    other = desk.desk("town-officer", at="370211106")

    for part in ("", "picture/", "thumbnail/"):
        assert other.get(f"/desk/sites/pictures/{made.id}/{part}").status_code == 404
    assert add(other, site).status_code == 404
    assert files.PICTURES.pictures.exists(made.id)


def test_nobody_has_to_send_one(site):
    page = text(Client().get(f"/s/{site.code}"))

    assert "site-photos" not in page
