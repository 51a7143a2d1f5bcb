"""Pictures for the public page of a site: only by consent, and gone at once."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.core.pictures.reading import UnreadablePicture
from jinguo.sites import actions, files, queries
from jinguo.sites.models import SitePicture
from jinguo.sites.policies import TooManyPictures, WrongState
from tests.core.photographs import CANARY, photograph
from tests.make import org, people
from tests.make import sites as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = people.instant(make.DAY)


@pytest.fixture(autouse=True)
def _kind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    org.tree()
    make.publish()


def take_off(picture, *, by=None, because="withdrawn"):
    return actions.take_picture_off(
        actor=by or make.chair(), picture_id=picture.id, because=because, now=NOW
    )


def public(site, picture):
    return queries.get_public_picture(site.code, picture.id, on=make.DAY)


def test_a_picture_is_kept_sealed_without_what_the_file_says_of_itself():
    site = make.site()

    made = make.site_picture(site, data=photograph("JPEG", 6, {"exif", "xmp", "iptc", "comment"}))

    store = files.PICTURES.pictures
    opened = store.open_kept(made.id)
    assert opened[:2] == b"\xff\xd8" and CANARY not in opened
    # As many bytes as chance does not bring about.
    assert opened[:16] not in store.place(made.id).read_bytes()
    assert files.PICTURES.thumbnails.exists(made.id)
    assert Event.objects.filter(action="sites.add-picture", object_id=site.id).count() == 1


def test_who_recorded_the_consent_and_when_stays_with_it():
    made = make.site_picture(make.site(), consent="agreed", by=make.chair())

    assert (made.consent, made.at) == ("agreed", NOW)
    assert made.actor == make.chair().name


@pytest.mark.parametrize("consent", ["", "surely"])
def test_without_consent_no_picture_is_even_read(consent, monkeypatch):
    monkeypatch.setattr("jinguo.sites.actions.picturing.read_picture", lambda _data: 1 / 0)

    with pytest.raises(Invalid):
        make.site_picture(make.site(), consent=consent)

    assert not SitePicture.objects.exists()


def test_the_database_too_keeps_none_without_consent():
    made = make.site_picture(make.site())

    with pytest.raises(IntegrityError), transaction.atomic():
        SitePicture.objects.filter(id=made.id).update(consent="")


def test_what_is_on_it_is_said_in_words():
    with pytest.raises(Invalid):
        make.site_picture(make.site(), shows="  ")


@pytest.mark.parametrize(
    ("by", "outcome"),
    [
        (lambda: make.chair(), None),
        (lambda: make.town(), None),
        (lambda: make.chair("370211105202"), NotFound),
        (lambda: org.officer(role="district-leader", at=make.DISTRICT), Denied),
        (lambda: org.officer(role="executive", at=make.VILLAGE), Denied),
    ],
)
def test_who_changes_a_site_adds_its_pictures_and_takes_them_off(by, outcome):
    site, actor = make.site(), by()

    if outcome is None:
        take_off(make.site_picture(site, by=actor), by=actor)
        return
    with pytest.raises(outcome):
        make.site_picture(site, by=actor)
    made = make.site_picture(site)
    with pytest.raises(outcome):
        take_off(made, by=actor)
    assert public(site, made)


def test_a_kind_without_a_public_page_keeps_no_picture():
    make.publish(key="guidance-station", is_public=False)

    with pytest.raises(Refused, match="no public page"):
        make.site_picture(make.site(kind="guidance-station"))


def test_the_same_file_again_changes_nothing():
    site = make.site()

    assert make.site_picture(site).id == make.site_picture(site, shows="大门").id


def test_the_seventh_picture_is_refused_until_one_goes():
    site = make.site()
    made = [make.site_picture(site, number=one) for one in range(1, 7)]

    with pytest.raises(TooManyPictures):
        make.site_picture(site, number=7)
    take_off(made[0])
    make.site_picture(site, number=7)


def test_what_is_no_picture_is_refused_with_the_reason():
    with pytest.raises(UnreadablePicture):
        make.site_picture(make.site(), data=b"no")


def test_a_picture_is_public_only_while_its_site_is():
    site = make.site(state="approved")
    made = make.site_picture(site)
    with pytest.raises(NotFound):
        public(site, made)

    make.give_plaque(site)
    assert public(site, made) == made
    with pytest.raises(NotFound):
        queries.get_public_picture(make.site().code, made.id, on=make.DAY)
    actions.close(actor=make.district(), site_id=site.id, reason="拆迁", on=make.DAY, now=NOW)

    with pytest.raises(NotFound):
        public(site, made)
    with pytest.raises(NotFound):
        queries.get_picture(make.district(), made.id)
    with pytest.raises(WrongState):
        make.site_picture(site, number=2)


def test_when_somebody_no_longer_agrees_it_is_gone_at_once(django_capture_on_commit_callbacks):
    site = make.site()
    made = make.site_picture(site, consent="agreed")

    with django_capture_on_commit_callbacks(execute=True):
        take_off(made)

    with pytest.raises(NotFound):
        public(site, made)
    assert not any(store.exists(made.id) for store in files.PICTURES.stores)
    row = SitePicture.objects.get()
    assert (row.gone_because, row.gone_at) == ("withdrawn", NOW) and row.gone_by
    with pytest.raises(NotFound):
        take_off(made)


def test_it_is_taken_off_with_a_reason():
    made = make.site_picture(make.site())

    with pytest.raises(Invalid):
        take_off(made, because="")

    assert SitePicture.objects.kept().exists()


def test_the_night_erases_what_no_picture_has_and_that_of_closed_sites(settings):
    site, closed = make.site(), make.site()
    kept, gone, shut = (
        make.site_picture(site),
        make.site_picture(site, number=2),
        make.site_picture(closed),
    )
    cut_short, fresh = uuid4(), uuid4()
    for one in (cut_short, fresh):
        files.PICTURES.thumbnails.keep(one, b"begun")
    take_off(gone)  # and killed before its files went
    actions.close(actor=make.district(), site_id=closed.id, reason="拆迁", on=make.DAY, now=NOW)
    old = (NOW - timedelta(days=2)).timestamp()
    for path in settings.MEDIA_ROOT.rglob("*"):
        if path.is_file() and path.name != fresh.hex:
            os.utime(path, (old, old))

    assert actions.erase_stray_pictures(now=NOW) == 3

    assert all(store.exists(kept.id) for store in files.PICTURES.stores)
    assert files.PICTURES.thumbnails.exists(fresh)
    for one in (gone.id, shut.id, cut_short):
        assert not any(store.exists(one) for store in files.PICTURES.stores)
    assert actions.erase_stray_pictures(now=NOW) == 0
