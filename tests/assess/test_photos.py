"""Pictures of households: who adds and sees them, what is kept, what a score asks for, what looks alike."""

from __future__ import annotations

import os
from datetime import date, timedelta
from uuid import uuid4

import pytest
from PIL import ImageEnhance

from jinguo.assess import actions, files, queries
from jinguo.assess.actions import BadSheets, EvidenceNeeded, InspectionIn, ScoreIn, TooManyPhotos
from jinguo.assess.models import Application, Photo, Score
from jinguo.assess.policies import WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.core.pictures.reading import UnreadablePicture
from tests.core.photographs import CANARY, as_file, photograph
from tests.make import assess as make
from tests.make import photos, pictures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEXT_TOWN = "370211106"
NEXT_VILLAGE = "370211105202"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def kept_files(settings) -> int:
    return sum(1 for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def withdraw(photo, *, actor=None, reason="shows a guest"):
    actions.withdraw_photo(
        actor=actor or make.officer("town-officer", make.TOWN),
        photo_id=photo.id,
        reason=reason,
        now=make.noon(),
    )


def score(row, total=95, actor=None):
    return actions.score(
        actor=actor or make.officer("town-officer", make.TOWN),
        sheets=[ScoreIn(row.id, make.points(total))],
        kind="town",
        on=date(2020, 6, 8),
        now=make.noon(),
    )


def test_a_picture_is_kept_with_who_sent_it_when_and_of_what():
    row = make.application()

    photo = photos.picture(row, item="yard", role="before")

    kept = Photo.objects.get()
    assert kept == photo and kept.application == row and kept.recognition is None
    assert (kept.item, kept.role, kept.width, kept.height) == ("yard", "before", 320, 240)
    assert (kept.at, kept.actor) == (make.noon(), f"village-chair {make.VILLAGE}")
    assert files.PHOTOS.pictures.open_kept(photo.id)[:2] == b"\xff\xd8"
    assert files.PHOTOS.thumbnails.exists(photo.id)
    note = Event.objects.get(action="assess.add-photo")
    assert (note.object_id, note.area) == (photo.id, make.VILLAGE)


def test_neither_place_nor_owner_of_the_file_is_kept():
    data = photograph("JPEG", 6, {"exif", "xmp", "iptc", "comment"})
    assert CANARY in data and b"Exif" in data

    photo = photos.picture(make.application(), data=data)

    for store in files.PHOTOS.stores:
        jpeg = store.open_kept(photo.id)
        assert CANARY not in jpeg and b"Exif" not in jpeg and b"http" not in jpeg


def test_the_same_file_again_changes_nothing():
    row = make.application()

    first = photos.picture(row, item="yard")
    again = photos.picture(row, item="yard")
    elsewhere = photos.picture(row, item="rooms")

    assert again == first != elsewhere
    assert Photo.objects.count() == 2
    assert Event.objects.filter(action="assess.add-photo").count() == 2


@pytest.mark.parametrize("data", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_leaves_nothing(data, settings):
    with pytest.raises(UnreadablePicture):
        photos.picture(make.application(), data=data)

    assert not Photo.objects.exists() and kept_files(settings) == 0
    assert not Event.objects.filter(action="assess.add-photo").exists()


@pytest.mark.parametrize(
    ("role", "code", "outcome"),
    [
        ("village-chair", make.VILLAGE, None),
        ("executive", make.VILLAGE, None),
        ("town-officer", make.TOWN, None),
        ("district-officer", make.DISTRICT, None),
        ("district-leader", make.DISTRICT, Denied),
        ("village-chair", NEXT_VILLAGE, NotFound),
        ("town-officer", NEXT_TOWN, NotFound),
        ("data-officer", make.DISTRICT, NotFound),
    ],
)
def test_who_may_add_a_picture_is_known_before_the_file_is_read(role, code, outcome, monkeypatch):
    row, actor = make.application(), make.officer(role, code)

    if outcome is None:
        assert photos.picture(row, actor=actor)
        return
    monkeypatch.setattr("jinguo.assess.actions.photos.read_picture", lambda _data: 1 / 0)
    with pytest.raises(outcome):
        photos.picture(row, actor=actor)


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        ("village-chair", make.VILLAGE, True),
        ("town-officer", make.TOWN, True),
        ("district-officer", make.DISTRICT, True),
        ("district-leader", make.DISTRICT, False),  # sees no full name either
        ("data-officer", make.DISTRICT, False),
        ("auditor", make.DISTRICT, False),
        ("town-officer", NEXT_TOWN, False),
        ("village-chair", NEXT_VILLAGE, False),
    ],
)
def test_who_sees_a_picture(role, code, sees):
    row = make.application()
    photo, actor = photos.picture(row), make.officer(role, code)

    assert queries.photos_of(actor, row) == ([photo] if sees else [])
    if sees:
        assert queries.get_photo(actor, photo.id) == photo
    else:
        with pytest.raises(NotFound):
            queries.get_photo(actor, photo.id)


@pytest.mark.parametrize("state", ["certified", "rejected", "withdrawn"])
def test_a_decided_application_takes_no_picture(state):
    with pytest.raises(WrongState, match="No picture can be added"):
        photos.picture(make.application(state=state))


def test_a_level_takes_pictures_until_it_ends_and_keeps_them_apart_from_its_application():
    held = make.recognition(state="rectifying")
    before = photos.picture(held, item="yard", role="before")
    after = photos.picture(held, number=2, item="yard", role="after")

    actor = make.officer("town-officer", make.TOWN)
    assert queries.photos_of(actor, held) == [before, after]
    assert queries.photos_of(actor, held.application) == []
    with pytest.raises(WrongState):
        photos.picture(make.recognition(state="delisted"))


def test_a_picture_is_of_something_and_of_an_item_the_sheet_has():
    row = make.application()

    with pytest.raises(Invalid, match="garage"):
        photos.picture(row, item="garage")
    with pytest.raises(Invalid):
        photos.picture(row, role="during")
    with pytest.raises(NotFound):
        photos.picture(row, of="household")
    with pytest.raises(NotFound):
        photos.picture(row, thing_id=uuid4())


def test_an_application_takes_twenty_pictures(monkeypatch):
    monkeypatch.setattr("jinguo.assess.actions.photos.MOST_PHOTOS", 2)
    row = make.application()
    photos.picture(row, number=1)
    second = photos.picture(row, number=2)

    with pytest.raises(TooManyPhotos):
        photos.picture(row, number=3)
    withdraw(second)
    assert photos.picture(row, number=3)


def test_a_withdrawn_picture_is_erased_and_its_row_says_why(
    django_capture_on_commit_callbacks, settings
):
    photo = photos.picture(make.application())
    assert kept_files(settings) == 2

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(photo)

    assert kept_files(settings) == 0
    photo.refresh_from_db()
    assert photo.withdrawn_at == make.noon() and photo.withdrawn_reason == "shows a guest"
    assert photo.withdrawn_by == f"town-officer {make.TOWN}"
    assert Event.objects.get(action="assess.withdraw-photo").object_id == photo.id
    with pytest.raises(NotFound):
        withdraw(photo)


def test_a_withdrawal_taken_back_erases_nothing(django_capture_on_commit_callbacks, settings):
    photo = photos.picture(make.application())

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Invalid, match="why"):
        withdraw(photo, reason=" ")

    assert kept_files(settings) == 2 and Photo.objects.kept().count() == 1


@pytest.mark.parametrize(
    ("role", "code", "outcome"),
    [
        ("town-officer", make.TOWN, None),
        ("executive", make.VILLAGE, Denied),  # another one sent it
        ("district-leader", make.DISTRICT, NotFound),
        ("town-officer", NEXT_TOWN, NotFound),
    ],
)
def test_who_may_withdraw_a_picture_of_someone_else(role, code, outcome):
    photo, actor = photos.picture(make.application()), make.officer(role, code)

    if outcome is None:
        withdraw(photo, actor=actor)
    else:
        with pytest.raises(outcome):
            withdraw(photo, actor=actor)
    assert Photo.objects.kept().exists() == (outcome is not None)


def test_the_nightly_job_erases_what_no_picture_has_and_nothing_else(settings):
    kept, gone = photos.picture(make.application()), photos.picture(make.application(), number=2)
    cut_short, fresh = uuid4(), uuid4()
    for one in (cut_short, fresh):
        files.PHOTOS.thumbnails.keep(one, b"begun")
    withdraw(gone)  # and killed before its files went
    old = (make.noon() - timedelta(days=2)).timestamp()
    for path in settings.MEDIA_ROOT.rglob("*"):
        if path.is_file() and path.name != fresh.hex:
            os.utime(path, (old, old))

    assert actions.erase_stray_photos(now=make.noon()) == 2

    assert files.PHOTOS.pictures.exists(kept.id) and files.PHOTOS.thumbnails.exists(kept.id)
    assert files.PHOTOS.thumbnails.exists(fresh)
    assert not any(files.PHOTOS.thumbnails.exists(one) for one in (gone.id, cut_short))
    assert actions.erase_stray_photos(now=make.noon()) == 0


def test_no_picture_is_asked_for_where_the_plan_does_not():
    row = make.application(state="recommended")

    assert score(row)
    assert not Photo.objects.exists()


def test_a_score_waits_for_the_picture_the_plan_asks_for_and_says_of_what():
    row = photos.asks_for_picture(make.application(state="recommended"))
    photos.picture(row)
    photos.picture(row, item="rooms")

    with pytest.raises(BadSheets, match="picture of “庭院整洁” as evidence") as refusal:
        score(row)
    assert list(refusal.value.fields["problems"]) == [row.household.code]
    assert not Score.objects.exists()

    shown = photos.picture(row, item="yard")
    assert score(row)
    with pytest.raises(EvidenceNeeded, match="庭院整洁"):
        withdraw(shown)
    photos.picture(row, number=2, item="yard")
    withdraw(shown)


def test_a_withdrawn_picture_is_no_evidence():
    row = photos.asks_for_picture(make.application(state="recommended"))
    withdraw(photos.picture(row, item="yard"))

    with pytest.raises(BadSheets, match="picture"):
        score(row)


def test_one_sheet_without_its_picture_keeps_out_all_of_them():
    rows = make.applications(2, state="recommended")
    photos.asks_for_picture(rows[0])
    photos.picture(rows[0], item="yard")

    with pytest.raises(BadSheets) as refusal:
        actions.score(
            actor=make.officer("town-officer", make.TOWN),
            sheets=[ScoreIn(row.id, make.points()) for row in rows],
            kind="town",
            on=date(2020, 6, 8),
            now=make.noon(),
        )

    assert list(refusal.value.fields["problems"]) == [rows[1].household.code]
    assert set(Application.objects.values_list("state", flat=True)) == {"recommended"}


def test_an_inspection_rests_on_a_picture_taken_since_the_last_one():
    held = make.recognition()
    photos.asks_for_picture(held.application)
    first, later = make.noon(date(2020, 7, 1)), make.noon(date(2020, 12, 1))

    def inspect(now):
        sheet = InspectionIn(held.id, make.points())
        return actions.inspect(
            actor=make.officer("town-officer", make.TOWN), sheets=[sheet], on=now.date(), now=now
        )

    photos.picture(held, item="yard", now=first)
    assert inspect(first + timedelta(hours=1))
    with pytest.raises(BadSheets, match="picture"):
        inspect(later)
    photos.picture(held, number=2, item="yard", now=later)
    assert inspect(later)


def saved_darker(number):
    image = ImageEnhance.Brightness(pictures.scene(number)).enhance(0.9).resize((500, 375))
    return as_file(image, "JPEG", quality=60)


def test_a_picture_used_for_another_yard_is_a_hint_with_the_yard_named_within_reach():
    mine, other = make.application(state="recommended"), make.application()
    far = make.application(village="370211106201")
    used = photos.picture(mine, number=1)
    copy = photos.picture(other, data=saved_darker(1))
    photos.picture(far, data=saved_darker(1))
    photos.picture(other, number=2)

    seen = queries.alike(make.officer("town-officer", make.TOWN), [used.id])
    assert {one.photo.id if one.photo else None for one in seen[used.id]} == {copy.id, None}
    all_seen = queries.alike(make.officer(), [used.id])[used.id]
    assert {one.photo.application_id for one in all_seen} == {other.id, far.id}
    assert all(0 <= one.bits_apart <= 8 for one in all_seen)

    score(mine, total=93)  # it costs nothing and stops nothing
    mine.refresh_from_db()
    assert (mine.state, mine.total, mine.is_vetoed) == ("scored", 93, False)


def test_pictures_of_one_household_and_different_pictures_are_no_hint():
    row, other = make.application(), make.application()
    first = photos.picture(row, number=1, role="before")
    photos.picture(row, data=saved_darker(1), role="after")
    photos.picture(other, number=2)

    assert queries.alike(make.officer(), [first.id]) == {}


def test_a_withdrawn_picture_is_no_hint():
    first, copy = photos.picture(make.application()), photos.picture(make.application())

    withdraw(copy)

    assert queries.alike(make.officer(), [first.id]) == {}
