"""Counselling by half days on duty, and fairs with their stalls."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from jinguo.activities import actions
from jinguo.activities.models import Intent, Session, Stall
from jinguo.audit.models import Event
from jinguo.core.errors import Invalid
from tests.make import classes, desk

pytestmark = pytest.mark.slow

DUTIES, MINE = "/desk/activities/duties/", "/desk/activities/duties/mine/"
USCC = "91370211MA3CE0000X"


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def district(undone):
    return desk.desk("district-officer")


def text(response):
    return response.content.decode()


def printed(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return "".join("".join(one.extract_text().split()) for one in pages)


def page(activity, name):
    return f"/desk/activities/{activity.id}/{name}/"


def counselling():
    """A series of counselling in the district, and a counsellor on the register."""
    classes.woman("周敏", phone="13800004321")
    return actions.plan_series(
        actor=desk.officer(), now=timezone.now(),
        offer=classes.offer(
            programme="marriage-counselling", kind="counselling", category="", title="婚姻家庭辅导",
            area=desk.DISTRICT, capacity=None, minimum=None, needs_confirmation=None,
        ),
    )  # fmt: skip


def counselled():
    """The slots of counselling, the first first."""
    found = Session.objects.filter(activity__programme="marriage-counselling")
    return list(found.order_by("starts_at"))


def duty(series, **given):
    return {
        "series": series.id, "on": timezone.localdate() + timedelta(days=2), "begins": "09:00",
        "ends": "11:00", "weeks": 1, "minutes": 50, "counsellor": "周敏 4321", **given,
    }  # fmt: skip


def test_a_half_day_on_duty_becomes_slots_that_are_confirmed_by_hand(district):
    series = counselling()

    district.post("/desk/activities/duties/", duty(series))
    slots = counselled()
    table = text(district.get("/desk/activities/duties/"))
    assert len(slots) == 2 and "周敏" in table
    for slot in slots:
        assert f'href="/desk/activities/{slot.activity_id}/"' in table

    counsellor = desk.desk("counsellor")
    entry = classes.enrolled(slots[0].activity)
    assert f"/entries/{entry.id}/confirm/" in text(
        counsellor.get("/desk/activities/confirmations/")
    )
    counsellor.post(f"/desk/activities/entries/{entry.id}/confirm/")

    entry.refresh_from_db()
    assert entry.confirmed_at is not None
    assert "Nothing to confirm" in text(counsellor.get("/desk/activities/confirmations/"))


def test_the_counsellor_on_duty_records_the_privacy_agreement_of_who_comes_to_her(district):
    district.post("/desk/activities/duties/", duty(counselling()))
    slot = counselled()[0]
    entry = classes.enrolled(slot.activity, classes.woman("王秀兰"))
    hers, another = desk.desk("counsellor", name="周敏"), desk.desk("counsellor", name="刘芳")
    door = f"/desk/activities/sessions/{slot.id}/"
    address = f"{door}agreements/{entry.id}/"
    today = timezone.localdate()

    assert address in text(hers.get(door))
    shown = text(another.get(door))
    assert address not in shown and "Another counsellor is on duty" in shown
    assert another.post(
        address, {"text_version": "1", "signed_on": today}
    ).status_code == 403  # fmt: skip
    assert hers.post(address, {"signed_on": today}).status_code == 422
    assert district.get(address).status_code == 403

    hers.post(address, {"text_version": "2020-1", "signed_on": today})

    shown = text(hers.get(door))
    assert address not in shown and "signed" in shown


def test_who_comes_to_counselling_is_not_shown_to_who_plans_it(district):
    district.post("/desk/activities/duties/", duty(counselling()))
    slot = counselled()[0]
    classes.enrolled(slot.activity, classes.woman("王秀兰"))

    shown = text(district.get(f"/desk/activities/{slot.activity_id}/"))

    assert "Who comes here is shown to counsellors only." in shown and "王秀兰" not in shown
    assert "王秀兰" not in text(district.get("/desk/activities/confirmations/"))


def test_who_is_chosen_by_her_account_sees_her_own_duty_and_who_booked(district):
    chosen, another = (
        desk.someone("counsellor", name="周敏"),
        desk.someone("counsellor", name="刘芳"),
    )
    series = counselling()
    for account, begins, ends in ((chosen, "09:00", "10:00"), (another, "14:00", "15:00")):
        of_hers = {"account": account.id, "counsellor": "", "begins": begins, "ends": ends}
        assert district.post(DUTIES, duty(series, **of_hers)).status_code == 302
    first, second = counselled()
    classes.enrolled(first.activity, classes.woman("王秀兰"))
    classes.enrolled(second.activity, classes.woman("李桂香"))

    hers, others = text(desk.client(chosen).get(MINE)), text(desk.client(another).get(MINE))

    assert (first.counsellor, first.instructor_name) == (chosen, "周敏")
    assert "王秀兰" in hers and "李" not in hers
    assert "李桂香" in others and "王" not in others
    assert "王" not in text(district.get(DUTIES))


def test_on_duty_she_reads_whole_who_booked_her_own_half_hour_and_others_masked(district):
    chosen, another = desk.someone("counsellor", name="周敏"), desk.desk("counsellor", name="刘芳")
    district.post(DUTIES, duty(counselling(), account=chosen.id, counsellor=""))
    slot = counselled()[0]
    entry = classes.enrolled(slot.activity, classes.woman("王秀兰"))
    hers = desk.client(chosen)

    for address in (
        "/desk/activities/confirmations/",
        f"/desk/activities/entries/{entry.id}/confirm/",
        f"/desk/activities/sessions/{slot.id}/",
        f"/desk/activities/sessions/{slot.id}/agreements/{entry.id}/",
    ):
        assert "王秀兰" in text(hers.get(address))
        shown = text(another.get(address))
        assert ("王秀兰" not in shown and "王**" in shown) or "agreements" in address

    address = f"/desk/activities/sessions/{slot.id}/list/"
    assert "王秀兰" in printed(hers.get(address)) and "王**" in printed(another.get(address))


def test_by_her_account_she_records_the_agreement_and_one_of_her_name_does_not(district):
    chosen, namesake = desk.someone("counsellor", name="周敏"), desk.desk("counsellor", name="周敏")
    district.post(DUTIES, duty(counselling(), account=chosen.id, counsellor=""))
    slot = counselled()[0]
    entry = classes.enrolled(slot.activity, classes.woman("王秀兰"))
    address = f"/desk/activities/sessions/{slot.id}/agreements/{entry.id}/"
    signed = {"text_version": "2020-1", "signed_on": timezone.localdate()}

    assert namesake.post(address, signed).status_code == 403
    assert desk.client(chosen).post(address, signed).status_code == 302


@pytest.mark.parametrize("kind", ["register", "outside"])
def test_who_stands_by_name_alone_reads_whole_names_once_her_account_is_linked(district, kind):
    hers, another = desk.someone("counsellor", name="周敏"), desk.someone("counsellor", name="刘芳")
    outside = {"is_outside": "on", "counsellor": "周敏"} if kind == "outside" else {}
    made = district.post(DUTIES, duty(counselling(), weeks=2, **outside), follow=True)
    sentence = "Nobody reads the whole names of who books here until an account is linked."
    assert text(made).count(sentence) == 1 + 4  # once it is planned, and in the table of two weeks
    slot = counselled()[0]
    entry = classes.enrolled(slot.activity, classes.woman("王秀兰"))
    door, record = f"/desk/activities/sessions/{slot.id}/", page(slot.activity, "")[:-1]
    link = f"{door}act/counsellor/"
    assert link in text(made) and link in text(district.get(record))
    assert "王秀兰" not in text(desk.client(hers).get(door))

    assert district.post(link, {"account": ""}).status_code == 422
    assert district.post(link, {"account": desk.someone("town-officer").id}).status_code == 422
    assert desk.client(hers).post(link, {"account": hers.id}).status_code == 403
    assert district.post(link, {"account": hers.id}).status_code == 302

    assert [one.counsellor for one in counselled()] == [hers] * 4
    for address in (door, record, f"/desk/activities/entries/{entry.id}/confirm/", MINE):
        assert "王秀兰" in text(desk.client(hers).get(address)), address
        assert "王秀兰" not in text(desk.client(another).get(address)), address
    assert "王秀兰" not in text(district.get(record))
    assert sentence not in text(district.get(DUTIES)) and link not in text(district.get(DUTIES))


def test_an_account_linked_by_mistake_reads_no_names_once_another_is(district):
    wrong, right = desk.someone("counsellor", name="刘芳"), desk.someone("counsellor", name="周敏")
    district.post(DUTIES, duty(counselling(), account=wrong.id, counsellor=""))
    slot = counselled()[0]
    classes.enrolled(slot.activity, classes.woman("王秀兰"))
    door = f"/desk/activities/sessions/{slot.id}/"

    again = district.post(f"{door}act/counsellor/", {"account": wrong.id})
    assert again.status_code == 422 and "linked already" in text(again)
    district.post(f"{door}act/counsellor/", {"account": right.id})

    assert [one.instructor_name for one in counselled()] == ["周敏", "周敏"]
    assert "王秀兰" in text(desk.client(right).get(door))
    assert "王秀兰" not in text(desk.client(wrong).get(door))
    noted = Event.objects.filter(action="activities.link-counsellor")
    assert set(noted.values_list("purpose", flat=True)) == {right.username}


def test_to_a_slot_that_names_nobody_an_account_is_linked_by_itself_and_names_it(district):
    hers = desk.someone("counsellor", name="周敏")
    district.post(DUTIES, duty(counselling(), counsellor="何静怡", is_outside="on"))
    Session.objects.filter(id__in=[one.id for one in counselled()]).update(instructor_name="")
    slot, other = counselled()

    district.post(f"/desk/activities/sessions/{slot.id}/act/counsellor/", {"account": hers.id})

    slot.refresh_from_db()
    other.refresh_from_db()
    assert (slot.counsellor, slot.instructor_name, other.counsellor) == (hers, "周敏", None)


def test_an_account_without_a_post_there_is_on_duty_under_no_name(district):
    series, stranger = counselling(), desk.someone("town-officer")
    on = timezone.localdate() + timedelta(days=2)
    half_day = actions.Duty(
        on=on, begins=time(9), ends=time(11), account_id=stranger.id, name="周敏"
    )

    with pytest.raises(Invalid, match="no post as a counsellor"):
        actions.plan_duties(
            actor=desk.officer(), series_id=series.id, duties=[half_day], now=timezone.now()
        )


def test_an_account_is_linked_to_no_slot_while_it_is_on_duty_elsewhere_nor_to_a_class(district):
    hers, series = desk.someone("counsellor", name="周敏"), counselling()
    district.post(DUTIES, duty(series, account=hers.id, counsellor="", room="一"))
    at_once = duty(series, counsellor="何静怡", is_outside="on", room="二")
    assert district.post(DUTIES, at_once).status_code == 302
    slot = Session.objects.filter(instructor_name="何静怡").first()

    refused = district.post(
        f"/desk/activities/sessions/{slot.id}/act/counsellor/", {"account": hers.id}
    )

    assert refused.status_code == 422 and "on duty already" in text(refused)
    lesson = classes.first(classes.published())
    address = f"/desk/activities/sessions/{lesson.id}/act/counsellor/"
    assert district.get(address).status_code == 409
    assert district.post(address, {"account": hers.id}).status_code == 409


@pytest.mark.parametrize("kind", ["account", "register", "outside"])
def test_nobody_is_on_duty_twice_at_once(district, kind):
    series = counselling()
    given = {
        "account": lambda: {"account": desk.someone("counsellor").id, "counsellor": ""},
        "register": lambda: {"counsellor": "周敏 4321"},
        "outside": lambda: {"counsellor": "何静怡", "is_outside": "on"},
    }[kind]()
    assert district.post(DUTIES, duty(series, room="一", **given)).status_code == 302

    again = district.post(DUTIES, duty(series, room="二", begins="10:00", ends="12:00", **given))
    later = district.post(DUTIES, duty(series, room="二", begins="14:00", ends="15:00", **given))

    assert again.status_code == 422 and (
        "on duty already" in text(again) or "teaches" in text(again)
    )
    assert later.status_code == 302 and len(counselled()) == 3


def test_of_a_counsellor_from_outside_the_name_is_kept_alone(district):
    district.post(DUTIES, duty(counselling(), counsellor="何静怡", is_outside="on"))

    slot = counselled()[0]
    assert (slot.instructor_name, slot.instructor, slot.counsellor) == ("何静怡", None, None)


def test_one_counsellor_is_named_neither_none_nor_two(district):
    series, one = counselling(), desk.someone("counsellor")

    for given in ({"counsellor": ""}, {"account": one.id}):
        answer = district.post(DUTIES, duty(series, **given))
        assert answer.status_code == 422 and "Choose one with an account" in text(answer)
    stranger = desk.someone("town-officer")
    assert (
        district.post(DUTIES, duty(series, account=stranger.id, counsellor="")).status_code == 422
    )
    assert not counselled()


def test_the_database_keeps_a_counsellor_from_two_slots_at_once(district):
    chosen = desk.someone("counsellor")
    district.post(DUTIES, duty(counselling(), account=chosen.id, counsellor=""))
    first, second = counselled()

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(id=second.id).update(
            starts_at=first.starts_at, ends_at=first.ends_at, room="别处"
        )
        connection.check_constraints()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"counsellor": "周敏"}, "Add the last four digits of her phone."),
        ({"counsellor": "吴雪 1111"}, "Nobody of that name is on the register."),
        ({"ends": "09:20"}, "slot"),
    ],
)
def test_a_half_day_that_cannot_be_is_refused_in_the_form(district, given, said):
    response = district.post("/desk/activities/duties/", duty(counselling(), **given))

    assert response.status_code == 422 and said in text(response)
    assert not counselled()


@pytest.fixture
def fair(undone):
    return classes.published(
        programme="job-fairs", kind="fair", category="", title="春风招聘会", capacity=300, minimum=0
    )


def test_a_firm_a_post_an_intent_and_who_was_hired(town, fair):
    classes.woman("王秀兰", phone="13800001234")
    stalls = page(fair, "stalls")

    town.post(f"{stalls}add/", {"name": "海滨食品厂", "uscc": USCC})
    stall = Stall.objects.get()
    town.post(f"{stalls}{stall.id}/posts/", {"title": "包装工", "places": 5, "wage_from": "4000"})
    post = stall.vacancies.get()
    town.post(
        page(fair, "intents"),
        {"vacancy": post.id, "person": "王秀兰 1234", "on": timezone.localdate()},
    )
    intent = Intent.objects.get()
    town.post(f"{page(fair, 'intents')}{intent.id}/", {"hired": "yes"})

    shown = text(town.get(stalls))
    assert "1 firms, 5 places, 1 intents, 1 hired" in shown and "4,000.00" in shown
    intent.refresh_from_db()
    assert intent.state == "hired"


def test_a_wrong_credit_code_is_said_beside_the_field(town, fair):
    response = town.post(f"{page(fair, 'stalls')}add/", {"name": "海滨食品厂", "uscc": "123"})

    assert response.status_code == 422 and "social credit code" in text(response)
    assert not Stall.objects.exists()


def test_what_is_no_fair_has_no_stalls(town):
    activity = classes.published()

    response = town.post(f"{page(activity, 'stalls')}add/", {"name": "海滨食品厂"})

    assert response.status_code == 422 and "is no fair" in text(response)
