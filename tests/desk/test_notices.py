"""The room of public notices: from the list of courtyards to the printed record."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from jinguo.assess import actions as assess
from jinguo.assess.models import Application, Recognition
from jinguo.audit.models import Event
from jinguo.notices import actions
from jinguo.notices.models import Entry, Notice
from jinguo.org.queries import actor_for
from tests.make import desk
from tests.make import notices as make
from tests.make import people as homes

WORDING = {
    "title": "示范户公示", "introduction": "现予公示。", "basis": "实施意见", "days": 5, "count": "natural",
    "channels": ["board"], "contact_phone": "0532-86988888", "contact_room": "区妇联发展部",
    "shown_days": 30, "decide_within": 5, "confirmed": "1",
}  # fmt: skip
OBJECTION = {
    "sort": "named", "way": "phone", "name": "赵文娟", "phone": "13800001234",
    "statement": "门前长期堆放杂物。",
}  # fmt: skip


def passed():
    """An application that passed the town's check today."""
    household = homes.household(head_name="欧阳桂兰")
    one = desk.applied(household.id)
    given = {"actor": desk.officer(), "on": timezone.localdate(), "now": timezone.now()}
    sheet = assess.ScoreIn(one, desk.full_points(one), ())
    assess.recommend(application_ids=[one], **given)
    assess.score(sheets=[sheet], kind="town", **given)
    assess.decide(application_ids=[one], **given)
    return Application.objects.get(id=one)


def page(browser, name, *args, **more):
    answer = browser.get(reverse(f"desk:{name}", args=args), **more)
    return answer.content.decode()


def post(browser, route, *args, **data):
    return browser.post(reverse(f"desk:{route}", args=args), data)


def drafted(browser, **wording):
    """Draft a notice of one application through the pages; return the answer."""
    return post(browser, "new-notice", ids=str(passed().id), **{**WORDING, **wording})


@pytest.mark.slow
def test_a_notice_is_drafted_from_the_list_of_those_that_passed(undone):
    browser, one = desk.desk("district-officer"), passed()
    assert reverse("desk:new-notice") in page(browser, "courtyards", data={"state": "passed"})
    assert reverse("desk:new-notice") not in page(browser, "courtyards", data={"state": "applied"})

    asked = post(browser, "new-notice", ids=str(one.id)).content.decode()
    assert "欧阳**" in asked and "欧阳桂兰" not in asked

    answer = post(browser, "new-notice", ids=str(one.id), **WORDING)
    entry = Entry.objects.get(object_id=one.id)
    one.refresh_from_db()
    assert one.state == "listed"
    assert answer.url == reverse("desk:notice", args=[entry.notice_id])
    assert (entry.name, entry.level) == ("欧阳**", "美丽庭院示范户")
    shown = page(browser, "notice", entry.notice_id)
    assert "1 household" in shown and "<th>Name</th>" in shown and "<th>Level</th>" in shown


def test_only_those_that_passed_are_put_on_a_notice(undone):
    answer = post(desk.desk("district-officer"), "new-notice", ids=str(undone.application))

    assert answer.status_code == 409


@pytest.mark.slow
def test_what_the_plan_and_the_last_notice_say_is_not_asked_again(undone):
    account = desk.someone("district-officer")
    drafted(desk.client(account))

    form = post(desk.client(account), "new-notice", ids=str(passed().id)).context["form"]

    assert form["contact_phone"].value() == WORDING["contact_phone"]
    assert form["days"].value() == 5


@pytest.mark.slow
def test_an_identifier_in_the_wording_is_named_at_its_field_and_what_was_typed_is_kept(undone):
    answer = drafted(desk.desk("district-officer"), introduction="户主电话13800001234。")

    assert answer.status_code == 422
    assert "looks like a phone number" in answer.context["form"].errors["introduction"][0]
    assert "示范户公示" in answer.content.decode()


@pytest.mark.slow
def test_a_second_person_releases_and_the_writer_reads_why_she_cannot(undone):
    writer = desk.desk("district-officer")
    drafted(writer)
    notice = Notice.objects.get(title=WORDING["title"])
    post(writer, "notice-act", notice.id, "propose")
    assert "A second person looks at it" in page(writer, "notice", notice.id)
    day = {"starts_on": str(timezone.localdate())}
    assert post(writer, "notice-act", notice.id, "release", **day).status_code == 403

    leader = desk.desk("district-leader")
    assert "Look at and release" in page(leader, "home")
    answer = post(leader, "notice-act", notice.id, "release", **day)

    assert answer.status_code == 302
    notice.refresh_from_db()
    assert notice.state == "released"


def test_a_day_in_the_past_is_refused_at_its_field(undone):
    notice = make.proposed(on=timezone.localdate())
    yesterday = str(timezone.localdate() - timedelta(days=1))

    answer = post(
        desk.desk("district-leader"), "notice-act", notice.id, "release", starts_on=yesterday
    )

    assert answer.status_code == 422
    assert "starts_on" in answer.context["form"].errors


@pytest.mark.slow
def test_a_notice_sent_back_is_changed_and_sent_again(undone):
    account = desk.someone("district-officer")
    drafted(desk.client(account))
    notice = Notice.objects.get(title=WORDING["title"])
    post(desk.client(account), "notice-act", notice.id, "propose")
    leader = desk.desk("district-leader")
    post(leader, "notice-act", notice.id, "send-back", reason="标题写明批次")

    writer = desk.client(account)
    assert "标题写明批次" in page(writer, "notice", notice.id)
    answer = post(writer, "change-notice", notice.id, **{**WORDING, "title": "第一批示范户公示"})

    assert answer.status_code == 302
    assert "第一批示范户公示" in page(writer, "notices")


def test_a_withdrawal_without_a_reason_is_asked_for_one(undone):
    leader = desk.desk("district-leader")
    assert post(leader, "notice-act", undone.notice, "withdraw", reason="").status_code == 422

    post(leader, "notice-act", undone.notice, "withdraw", reason="名单更正")

    assert "名单更正" in page(leader, "notice", undone.notice)


@pytest.mark.slow
def test_a_notice_on_which_a_level_rests_says_on_the_button_that_it_stays(undone):
    leader = desk.desk("district-leader")
    way = reverse("desk:notice-act", args=[undone.notice, "withdraw"])
    assert way in page(leader, "notice", undone.notice)
    one = Notice.objects.get(id=undone.notice).entries.order_by("position")[:1]

    held = desk.recognised(homes.household(head_name="王桂兰").id)
    certified = Recognition.objects.get(id=held).application_id
    Entry.objects.filter(id__in=one).update(object_id=certified)

    shown = page(leader, "notice", undone.notice)
    assert way not in shown and "A level rests on this notice, so it stays" in shown
    assert leader.get(way).status_code == 409


@pytest.mark.slow
def test_a_citizen_gets_a_receipt_with_which_she_hears_the_answer(undone):
    town = desk.desk("town-officer")
    answer = post(town, "object-to", undone.line, **OBJECTION)
    receipt = answer.context["receipt"]
    assert receipt.code in answer.content.decode()
    found = {"number": receipt.number, "code": receipt.code}
    assert (
        "Being looked into"
        in post(town, "follow-objection", undone.notice, **found).content.decode()
    )
    wrong = post(town, "follow-objection", undone.notice, number=receipt.number, code="0" * 16)
    assert wrong.status_code == 422

    officer = desk.desk("objection-officer")
    decided = {"is_upheld": "no", "answer": "经核查，门前已清理。"}
    assert post(officer, "objection", receipt.objection_id, **decided).status_code == 302
    assert "门前已清理" in post(town, "follow-objection", undone.notice, **found).content.decode()


def test_a_unit_without_the_number_of_its_letter_is_asked_for_it_and_keeps_what_it_said(undone):
    answer = post(
        desk.desk("town-officer"), "object-to", undone.line, **{**OBJECTION, "sort": "sealed"}
    )

    assert answer.status_code == 422
    assert "letter_number" in answer.context["form"].errors
    assert OBJECTION["statement"] in answer.content.decode()


def test_the_words_of_an_objection_are_read_by_those_who_decide_and_by_no_other(undone):
    words = make.OBJECTION.statement

    assert words not in page(desk.desk("town-officer"), "objection", undone.objection)
    assert not Event.objects.filter(action="notices.read").exists()
    assert words in page(desk.desk("district-officer"), "objection", undone.objection)
    assert Event.objects.filter(action="notices.read").count() == 1


def test_who_drafted_the_notice_reads_a_sentence_in_place_of_what_was_said(undone):
    account, today = desk.someone(), timezone.localdate()
    made = make.released(actor=actor_for(account, on=today), on=today)
    receipt = make.objected(made, on=today)

    hers = page(desk.client(account), "objection", receipt.objection_id)

    assert make.OBJECTION.statement not in hers
    assert "You had a hand in this notice. Only someone else reads what is said against it." in hers
    assert "That you read it is noted." not in hers
    assert not Event.objects.filter(action="notices.read").exists()
    assert make.OBJECTION.statement in page(desk.desk(), "objection", receipt.objection_id)


@pytest.mark.slow
def test_the_objector_is_shown_once_for_a_purpose(undone):
    officer = desk.desk("objection-officer")
    assert make.OBJECTION.name not in page(officer, "objection", undone.objection)
    assert post(officer, "reveal-objector", undone.objection, purpose="").status_code == 422

    shown = post(officer, "reveal-objector", undone.objection, purpose="电话核实情况")

    assert make.OBJECTION.name in shown.content.decode()
    assert make.OBJECTION.name not in page(officer, "objection", undone.objection)


def test_open_objections_wait_on_the_first_page_and_open_their_list(undone):
    officer = desk.desk("objection-officer")
    [group] = officer.get("/desk/").context["groups"]
    [todo] = group.rows

    rows = officer.get(todo.href).context["rows"]

    assert (todo.title, todo.count) == ("Decide objections", 1)
    assert [notice.id for notice, _tag in rows] == [undone.notice]


@pytest.mark.slow
def test_the_printed_record_names_nobody_in_full_and_tells_the_outcome(undone):
    post(
        desk.desk("objection-officer"), "objection", undone.objection, is_upheld="yes", answer="属实。"
    )  # fmt: skip
    browser = desk.desk("district-officer")
    assert "Record of a notice" not in page(browser, "print-notice", undone.notice)
    notice = Notice.objects.get(id=undone.notice)
    later = timezone.now() + (notice.ends_on - timezone.localdate()) + timedelta(days=1)
    actions.close_by_day(now=later)

    record = page(browser, "print-notice", undone.notice)

    assert "Record of a notice" in record and "王**" in record
    for hidden in ("王秀英", make.OBJECTION.name, make.OBJECTION.statement):
        assert hidden not in record
    assert "已撤下" in record  # the paper is Chinese whoever prints it


def test_the_printed_record_is_chinese_throughout_and_says_what_was_answered(undone):
    decided = {"is_upheld": "no", "answer": "经核查，门前已清理。"}
    post(desk.desk("objection-officer"), "objection", undone.objection, **decided)
    notice = Notice.objects.get(id=undone.notice)
    last = Entry.objects.filter(notice=notice).order_by("-ends_on")[0].ends_on
    actions.close_by_day(now=timezone.now() + (last - timezone.localdate()) + timedelta(days=1))

    browser = desk.desk("district-officer")  # who reads English
    record = page(browser, "print-notice", undone.notice)
    paper = record[record.index('<article class="paper"') : record.index("</article>")]

    assert "经核查，门前已清理。" in paper and "到期结束" in paper
    for wrong in ("Close by the day", "Released", "system:"):
        assert wrong not in paper
    assert "system:" not in page(browser, "notice", undone.notice)
    assert "the program" in page(browser, "notice", undone.notice)


def test_nothing_is_printed_that_no_second_person_has_released(undone):
    browser = desk.desk("district-officer")
    drafted(browser)
    notice = Notice.objects.get(title=WORDING["title"])
    print_it = reverse("desk:print-notice", args=[notice.id])

    refused = browser.get(print_it)

    assert refused.status_code == 409 and "not released yet" in refused.content.decode()
    assert print_it not in page(browser, "notice", notice.id)
    assert ">Listed<" not in page(browser, "notice", notice.id)


def test_what_hangs_no_longer_lists_who_was_struck_off(undone):
    today = timezone.localdate()
    notice = make.released(actor=actor_for(desk.someone(), on=today), on=today)
    browser = desk.desk("district-officer")
    assert page(browser, "print-notice", notice.id).count("欧阳**") == 1
    Entry.objects.filter(notice=notice, position=2).update(state="struck")

    assert "欧阳**" not in page(browser, "print-notice", notice.id)


@pytest.mark.parametrize("role, is_offered", [("town-officer", True), ("village-chair", False)])
def test_an_objection_is_offered_where_it_may_be_taken_down(role, is_offered, undone):
    shown = page(desk.desk(role), "notice", undone.notice)

    assert (reverse("desk:object-to", args=[undone.line]) in shown) == is_offered


@pytest.mark.slow
def test_a_list_of_many_names_is_paged(undone, django_assert_max_num_queries):
    many = make.released(on=timezone.localdate(), lines=[make.line() for _one in range(120)])
    browser = desk.desk("district-officer")
    with django_assert_max_num_queries(40):
        first = browser.get(reverse("desk:notice", args=[many.id]))
    second = browser.get(reverse("desk:notice", args=[many.id]), {"after": first.context["after"]})

    assert [line.entry.position for line in second.context["lines"]] == list(range(51, 101))


@pytest.mark.slow
def test_a_notice_that_is_over_leads_to_those_it_leaves_to_be_certified(undone):
    one = passed()
    made = make.on_notice([one.id], actor=desk.officer(), on=timezone.localdate())
    browser = desk.desk("district-officer")
    assert "Certify those whose days are over" not in page(browser, "notice", made.id)

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        actions.close_by_day(now=timezone.now())
        browser = desk.desk("district-officer")
        href = browser.get(reverse("desk:notice", args=[made.id])).context["certify_href"]
        assert [row.id for row in browser.get(href).context["rows"]] == [one.id]
        assert (
            not desk.desk("district-leader")
            .get(reverse("desk:notice", args=[made.id]))
            .context["certify_href"]
        )
