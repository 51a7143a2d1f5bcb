"""
Words everybody will read, typed at the desk (trust.md R-062, R-063): what leads to a person is refused.

The sentence stands beside the field, what was typed is kept, nothing is written; and with harmless words the
same form is taken.
"""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from jinguo.activities.models import Activity, Session, Stall, Vacancy
from jinguo.audit.models import Event
from jinguo.core.identifiers import IdentifierFound, office_phones, refuse_identifiers
from jinguo.ledger.models import Good
from jinguo.members.models import Body, Membership
from jinguo.sites.models import Site, SitePicture
from tests.desk.test_activities import planned
from tests.desk.test_site_pictures import sent
from tests.make import classes, desk

PHONE, LANDLINE, HOUSE = "13812345678", "0532-86123456", "西村解放路35号"
PLANTED = {
    "an ID number": "370211198503152349",
    "a phone number": PHONE,
    "a bank card or account": "6228480123456789015",
    "an address": HOUSE,
    "a WeChat or QQ number": "微信号 lihong_1985",
}
KIND = "womens-micro-home"
USCC = "91370211MA3CE0000X"


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


@pytest.fixture
def fair(undone):
    return classes.published(
        programme="job-fairs", kind="fair", category="", title="春风招聘会", capacity=300, minimum=0
    )


def text(response):
    return unescape(response.content.decode())


def says(response, words, kind="a phone number"):
    """Whether a form came back with what was typed, and says beside the field what it is."""
    page = text(response)
    return response.status_code == 422 and f"looks like {kind}." in page and words in page


@pytest.mark.parametrize("field", ["title", "summary", "place", "room", "fee_note"])
def test_no_phone_comes_into_what_is_planned(town, field):
    words = f"报名找李姐{PHONE}"

    refused = town.post("/desk/activities/plan/", planned(**{field: words}))
    assert says(refused, words) and field in refused.context["form"].errors
    assert not Activity.objects.filter(category="tea", area=desk.TOWN, state="draft").exists()

    town.post("/desk/activities/plan/", planned(**{field: "报名找李姐"}))
    assert Activity.objects.filter(category="tea", area=desk.TOWN, state="draft").exists()


def test_of_an_instructor_the_name_alone_is_announced(town):
    town.post("/desk/activities/plan/", planned(instructor=f"李老师 {PHONE}"))
    assert classes.newest(Session).instructor_name == "李老师"

    with pytest.raises(IdentifierFound):
        classes.draft(classes.session(instructor_name=f"李老师 {PHONE}"))


@pytest.mark.parametrize("field", ["title", "place", "room"])
def test_a_session_names_no_phone(town, field):
    with pytest.raises(IdentifierFound) as refused:
        classes.draft(classes.session(**{field: f"找李姐 {PHONE}"}))

    assert field in refused.value.fields
    assert (
        getattr(classes.first(classes.draft(classes.session(**{field: "二楼"}))), field) == "二楼"
    )


@pytest.mark.parametrize(("kind", "words"), PLANTED.items())
def test_nothing_that_leads_to_a_person_comes_into_a_summary(town, kind, words):
    refused = town.post("/desk/activities/plan/", planned(summary=f"联系：{words}"))

    assert says(refused, words, kind) and "summary" in refused.context["form"].errors
    assert not Activity.objects.filter(title="茶艺入门", state="draft").exists()


def test_an_offices_landline_and_where_it_is_held_may_be_said(town):
    words = f"地点：{HOUSE}。咨询电话：{LANDLINE}，12338"

    town.post("/desk/activities/plan/", planned(place=HOUSE, summary=words))

    assert classes.newest(Activity).summary == words


def test_a_draft_of_earlier_days_is_not_published_with_a_phone(town):
    draft = classes.draft()
    Activity.objects.filter(id=draft.id).update(summary=f"找李姐 {PHONE}")
    publish = f"/desk/activities/{draft.id}/act/publish/"

    refused = town.post(publish)
    assert refused.status_code == 422 and "looks like a phone number" in text(refused)
    Activity.objects.filter(id=draft.id).update(summary="")

    town.post(publish)
    assert Activity.objects.get(id=draft.id).state == "published"


@pytest.mark.parametrize("of", ["activity", "session"])
def test_the_reason_of_a_cancellation_names_no_phone(town, of):
    activity = classes.published(classes.session(days=1), classes.session(days=2))
    thing = activity if of == "activity" else classes.first(activity)
    page = f"/desk/activities/{'' if of == 'activity' else 'sessions/'}{thing.id}/act/cancel/"
    words = f"下雨，改期请问 {PHONE}"

    refused = town.post(page, {"reason": words})
    assert says(refused, words) and "reason" in refused.context["form"].errors
    assert type(thing).objects.get(id=thing.id).state != "cancelled"

    town.post(page, {"reason": f"下雨，改期请问 {LANDLINE}"})
    assert type(thing).objects.get(id=thing.id).state == "cancelled"


@pytest.mark.parametrize("field", ["name", "goods"])
def test_a_stall_names_no_phone(town, fair, field):
    add, words = f"/desk/activities/{fair.id}/stalls/add/", f"剪纸 {PHONE}"
    given = {"name": "李桂香剪纸", "goods": "剪纸"}

    refused = town.post(add, {**given, field: words})
    assert says(refused, words) and not Stall.objects.exists()

    town.post(add, given)
    assert Stall.objects.get().goods == "剪纸"


@pytest.mark.parametrize("field", ["title", "requirements"])
def test_a_post_at_a_fair_names_no_phone(town, fair, field):
    stalls, words = f"/desk/activities/{fair.id}/stalls/", f"包装工 {PHONE}"
    town.post(f"{stalls}add/", {"name": "海滨食品厂", "uscc": USCC})
    add = f"{stalls}{Stall.objects.get().id}/posts/"
    given = {"title": "包装工", "places": 5, "requirements": "两班倒"}

    refused = town.post(add, {**given, field: words})
    assert says(refused, words) and not Vacancy.objects.exists()

    town.post(add, given)
    assert Vacancy.objects.get().requirements == "两班倒"


SITE = {"name": "集市微家", "feature": "剪纸", "address": "东村中心街12号", "contact": LANDLINE,
        "opening_hours": "周二至周六 9:00—11:30，14:00—17:00"}  # fmt: skip


@pytest.mark.parametrize("field", SITE)
def test_a_site_is_proposed_and_changed_without_a_persons_phone(chair, field):
    words = f"找李姐 {PHONE}"
    given = {**SITE, "sort": f"{KIND}:market", "area": desk.VILLAGE, "on": timezone.localdate()}

    refused = chair.post("/desk/sites/propose/", {**given, field: words})
    assert says(refused, words) and field in refused.context["form"].errors
    assert not Site.objects.filter(address=SITE["address"]).exists()

    chair.post("/desk/sites/propose/", given)
    site = Site.objects.get(name=SITE["name"])
    refused = chair.post(f"/desk/sites/{site.id}/change/", {**SITE, field: words})
    assert says(refused, words) and field in refused.context["form"].errors
    assert {name: getattr(Site.objects.get(id=site.id), name) for name in SITE} == SITE


@pytest.mark.parametrize("field", ["name", "feature", "contact", "opening_hours"])
def test_another_address_than_its_own_stands_in_no_word_of_a_site(chair, field):
    given = {**SITE, "sort": f"{KIND}:market", "area": desk.VILLAGE, "on": timezone.localdate()}

    assert says(chair.post("/desk/sites/propose/", {**given, field: HOUSE}), HOUSE, "an address")


def test_an_id_number_is_no_contact_of_a_site(chair):
    number = PLANTED["an ID number"]
    given = {**SITE, "sort": f"{KIND}:market", "area": desk.VILLAGE, "on": timezone.localdate()}

    refused = chair.post("/desk/sites/propose/", {**given, "contact": number})

    assert says(refused, number, "an ID number")


def test_what_a_picture_shows_names_no_phone(chair, undone, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    SitePicture.objects.all().delete()
    pictures = f"/desk/sites/{undone.site}/pictures/"
    words = f"李姐的电话 {PHONE}"

    refused = chair.post(pictures, {"picture": sent(), "shows": words, "consent": "agreed"})
    assert says(refused, words) and not SitePicture.objects.exists()

    chair.post(pictures, {"picture": sent(), "shows": "活动室", "consent": "agreed"})
    assert SitePicture.objects.get().shows == "活动室"


def test_an_association_and_the_enterprise_of_a_member_name_no_phone(chair, undone):
    new, words = "/desk/members/associations/new/", f"电商协会 {PHONE}"
    given = {"programme": "entrepreneurs", "founded_on": timezone.localdate().isoformat()}
    district = desk.desk("district-officer")

    refused = district.post(new, {**given, "name": words})
    assert says(refused, words) and not Body.objects.filter(name=words).exists()
    district.post(new, {**given, "name": "长江路8号电商协会"})
    assert Body.objects.filter(name="长江路8号电商协会").exists()

    Membership.objects.filter(id=undone.membership).update(enterprise=words)
    shown = {
        "products": "手工茶",
        "contact": "",
        "is_public": "on",
        "agreed_on": given["founded_on"],
    }
    answer = chair.post(f"/desk/members/{undone.membership}/list/", shown)
    assert says(answer, "手工茶")
    assert not Membership.objects.get(id=undone.membership).is_public


def test_a_good_of_the_store_names_no_phone(chair):
    store, words = f"/desk/points/{desk.VILLAGE}/store/", f"毛巾 {PHONE}"

    refused = chair.post(store, {"title": words, "price": 6})
    assert says(refused, words) and not Good.objects.filter(price=6).exists()

    chair.post(store, {"title": "毛巾", "price": 6})
    assert Good.objects.get(price=6).title == "毛巾"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_poster_with_a_phone_does_not_leave(town, form):
    activity = classes.published(place=HOUSE, summary=f"咨询电话：{LANDLINE}")
    poster = f"/desk/activities/{activity.id}/poster/{form}/"
    assert town.get(poster).status_code == 200

    Activity.objects.filter(id=activity.id).update(summary=f"找李姐 {PHONE}")

    refused = town.get(poster)
    assert refused.status_code == 422 and "looks like a phone number" in text(refused)
    assert Client().get(f"/a/{activity.code}/poster.png").status_code == 422


@pytest.mark.slow
def test_a_text_for_a_group_with_a_phone_is_not_handed_out(town):
    activity = classes.published(place=HOUSE)
    paste = f"/desk/activities/{activity.id}/list/"
    assert "#接龙" in text(town.get(paste)) and HOUSE in text(town.get(paste))

    Activity.objects.filter(id=activity.id).update(title=f"茶艺 {PHONE}")

    page = text(town.get(paste))
    assert "looks like a phone number" in page and "#接龙" not in page
    assert Event.objects.filter(action="desk.paste-list", result="refused").exists()


@pytest.mark.slow
def test_a_door_sheet_with_a_persons_phone_is_not_printed(chair, undone):
    door = f"/desk/sites/{undone.site}/door.pdf"
    own = {"address": HOUSE, "contact": LANDLINE}
    Site.objects.filter(id=undone.site).update(**own)
    assert chair.post(door).content.startswith(b"%PDF")

    Site.objects.filter(id=undone.site).update(contact=PHONE)

    assert "a phone number" in text(chair.post(door))


@pytest.mark.parametrize(
    "number", [PHONE, "0" + PHONE, "+86 138-1234-5678", "138****5678", "86123456"]
)
def test_only_a_landline_with_its_area_code_is_an_offices(number):
    assert not office_phones(f"电话：{number}")
    with pytest.raises(IdentifierFound):
        refuse_identifiers(f"电话：{number}", allowed=office_phones(f"电话：{number}"))


@pytest.mark.parametrize("number", [LANDLINE, "(010) 62345678", "0532 8612 3456"])
def test_a_landline_is_told_however_it_is_parted(number):
    refuse_identifiers(f"电话：{number}", allowed=office_phones(f"电话：{number}"))
