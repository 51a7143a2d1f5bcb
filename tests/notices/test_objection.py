"""Objections: the receipt, the frozen name, the decision, and who sees the objector."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import override_settings

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from jinguo.notices import actions, queries
from jinguo.notices.models import Objection
from jinguo.notices.policies import AlreadyDecided, NotOnNotice
from jinguo.notices.queries import NoSuchReceipt
from tests.make import notices as make
from tests.make import org
from tests.make.assess import noon

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY, FRIDAY = make.MONDAY, date(2020, 6, 17), date(2020, 6, 19)


def decide(receipt, *, actor=None, is_upheld=False, answer="经核查，情况不实。", on=FRIDAY):
    return actions.decide(
        actor=actor or make.decider(), objection_id=receipt.objection_id, is_upheld=is_upheld,
        answer=answer, now=noon(on),
    )  # fmt: skip


def why_not_clear(notice, on):
    entry = make.first(notice)
    return queries.not_clear(make.OBJECT_TYPE, [entry.object_id], on).get(entry.object_id, "")


@pytest.mark.parametrize(
    "given",
    [
        {"sort": "named"},
        {"sort": "sealed", "name": "东村村民委员会", "letter_number": "东村〔2020〕3号"},
    ],
)
def test_a_person_objects_in_her_own_name_and_a_unit_under_its_seal(given):
    notice = make.released()

    receipt = make.objected(notice, **given)

    assert (receipt.number, receipt.due_on) == (1, date(2020, 6, 24))
    assert make.first(notice).state == "frozen"
    [fact] = Fact.objects.filter(kind="notices.objected")
    assert fact.data == {"id": str(make.first(notice).object_id)}


@pytest.mark.parametrize(
    "given, field",
    [
        ({"name": ""}, "name"),
        ({"phone": "123"}, "phone"),
        ({"statement": " "}, "statement"),
        ({"sort": "anonymous"}, "sort"),
        ({"sort": "sealed"}, "letter_number"),
    ],
)
def test_an_objection_that_nobody_answers_for_is_refused_and_freezes_nothing(given, field):
    notice = make.released()
    with pytest.raises(Invalid) as refused:
        make.objected(notice, **given)

    assert field in refused.value.fields
    assert make.first(notice).state == "listed"


@pytest.mark.slow
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_neither_the_objector_nor_the_words_nor_the_code_are_stored_in_clear():
    receipt = make.objected(make.released())

    row = Objection.objects.get()
    stored = b"".join(bytes(getattr(row, name)) for name in ("name", "phone", "statement"))
    for text in (make.OBJECTION.name, make.OBJECTION.phone, make.OBJECTION.statement):
        assert text.encode() not in stored
    assert row.receipt.startswith("argon2$")
    assert receipt.code.replace(" ", "") not in row.receipt


def test_number_and_code_of_a_receipt_open_its_objection_and_no_other():
    notice = make.released()
    first, second = make.objected(notice), make.objected(notice)
    officer = org.actor(role="town-officer", at="370211105")

    found = queries.find_by_receipt(officer, notice.id, number=1, code=first.code)
    assert found.id == first.objection_id
    for number, code in ((1, second.code), (2, first.code), (3, first.code), (1, "")):
        with pytest.raises(NoSuchReceipt):
            queries.find_by_receipt(officer, notice.id, number=number, code=code)
    with pytest.raises(Denied):
        queries.find_by_receipt(make.second(), notice.id, number=1, code=first.code)


@pytest.mark.parametrize(
    "on, is_taken",
    [(MONDAY, True), (FRIDAY, True), (FRIDAY + timedelta(days=1), False)],
)
def test_an_objection_comes_between_the_first_and_the_last_day(on, is_taken):
    notice = make.released()
    if is_taken:
        assert make.objected(notice, on=on).number == 1
    else:
        with pytest.raises(NotOnNotice):
            make.objected(notice, on=on)


def test_nobody_objects_to_what_is_not_before_the_public():
    with pytest.raises(NotOnNotice):
        make.objected(make.proposed())
    notice = make.released()
    actions.withdraw(actor=make.second(), notice_id=notice.id, reason="更正", now=noon(MONDAY))
    with pytest.raises(NotFound):
        actions.object_to(
            actor=org.actor(role="town-officer", at="370211105"), entry_id=make.first(notice).id,
            objection=make.OBJECTION, now=noon(WEDNESDAY),
        )  # fmt: skip


@pytest.mark.parametrize(
    "role, at, error",
    [
        ("town-officer", "370211105", None),
        ("town-officer", "370211106", Denied),  # the name is of another town
        ("village-chair", "370211105201", Denied),
        ("district-leader", "370211", Denied),
    ],
)
def test_who_records_an_objection_for_a_citizen(role, at, error):
    notice = make.released()
    given = {
        "actor": org.actor(role=role, at=at), "entry_id": make.first(notice).id,
        "objection": make.OBJECTION, "now": noon(WEDNESDAY),
    }  # fmt: skip
    if error is None:
        assert actions.object_to(**given).number == 1
    else:
        with pytest.raises(error):
            actions.object_to(**given)


def test_an_upheld_objection_strikes_the_name_off_and_ends_the_others():
    notice = make.released()
    first, second = make.objected(notice), make.objected(notice)

    decide(first, is_upheld=True, answer="反映属实。")

    assert make.first(notice).state == "struck"
    assert dict(Objection.objects.values_list("number", "state")) == {1: "upheld", 2: "lapsed"}
    with pytest.raises(AlreadyDecided):
        decide(second)
    with pytest.raises(NotOnNotice):
        make.objected(notice)
    [fact] = Fact.objects.filter(kind="notices.decided")
    assert fact.data["outcome"] == "upheld"


def test_a_name_stands_again_for_the_days_that_were_left_when_nothing_is_open():
    notice = make.released()
    first, second = make.objected(notice), make.objected(notice)
    decide(first)
    assert make.first(notice).state == "frozen"

    decide(second)

    entry = make.first(notice)
    # Thursday and Friday were left on Wednesday; Monday and Tuesday after the Friday of the decision.
    assert (entry.state, entry.ends_on) == ("listed", date(2020, 6, 23))
    assert queries.entries(notice)[1].ends_on == FRIDAY
    make.objected(notice, on=date(2020, 6, 23))
    with pytest.raises(NotOnNotice):
        make.objected(notice, entry=queries.entries(notice)[1], on=date(2020, 6, 23))


def test_who_had_a_hand_in_the_notice_decides_nothing_about_it():
    writer = make.writer()
    receipt = make.objected(make.released(actor=writer))
    for one in (writer, make.second(), org.actor(role="town-officer", at="370211105")):
        with pytest.raises((Denied, NotFound)):
            decide(receipt, actor=one)

    assert decide(receipt, actor=make.writer()).state == "rejected"
    with pytest.raises(AlreadyDecided):
        decide(receipt)


@pytest.mark.parametrize("answer", ["", "反映人电话13800001234，不实。"])
def test_a_decision_is_given_with_an_answer_that_anyone_may_read(answer):
    receipt = make.objected(make.released())
    with pytest.raises(Invalid):
        decide(receipt, answer=answer)

    assert decide(receipt).answer == "经核查，情况不实。"


def test_a_withdrawn_notice_leaves_nothing_to_decide():
    notice = make.released()
    receipt = make.objected(notice)
    actions.withdraw(actor=make.second(), notice_id=notice.id, reason="更正", now=noon(WEDNESDAY))

    with pytest.raises(AlreadyDecided):
        decide(receipt)
    assert why_not_clear(notice, FRIDAY) == "on no public notice"


def test_a_name_is_clear_when_its_days_are_over_and_nothing_is_open_or_upheld():
    notice = make.released()
    saturday = FRIDAY + timedelta(days=1)
    assert why_not_clear(notice, FRIDAY) == "on notice until June 19, 2020"
    assert why_not_clear(notice, saturday) == ""

    receipt = make.objected(notice)
    assert why_not_clear(notice, saturday) == "Frozen by an objection"
    decide(receipt, is_upheld=True)
    assert why_not_clear(notice, saturday) == "Struck off"


def test_of_many_names_only_those_that_are_not_clear_are_told():
    notice = make.released()
    ids = [one.object_id for one in queries.entries(notice)]
    saturday = FRIDAY + timedelta(days=1)
    make.objected(notice)

    found = queries.not_clear(make.OBJECT_TYPE, [*ids, notice.id], saturday)

    assert set(found) == {ids[0], notice.id}
    assert set(queries.not_clear(make.OBJECT_TYPE, ids, FRIDAY)) == set(ids)


def test_reading_an_objection_is_for_those_who_decide_and_stays_on_the_trail():
    receipt = make.objected(make.released())
    for one in (make.second(), org.actor(role="town-officer", at="370211105")):
        with pytest.raises((Denied, NotFound)):
            actions.read_objection(actor=one, objection_id=receipt.objection_id)

    text = actions.read_objection(actor=make.writer(), objection_id=receipt.objection_id)

    assert text == make.OBJECTION.statement
    assert Event.objects.filter(action="notices.read", object_id=receipt.objection_id).count() == 1


def test_who_had_a_hand_in_the_notice_reads_no_objection_to_it_and_sees_no_objector():
    writer, other = (
        replace(one, posts=one.posts + make.decider().posts)
        for one in (make.writer(), make.writer())
    )
    key = make.objected(make.released(actor=writer)).objection_id

    with pytest.raises(Denied, match="had a hand in this notice"):
        actions.read_objection(actor=writer, objection_id=key)
    with pytest.raises(Denied, match="had a hand in this notice"):
        actions.reveal_objector(actor=writer, objection_id=key, purpose="核实情况")

    assert not Event.objects.filter(action__in=["notices.read", "notices.reveal"]).exists()
    assert actions.read_objection(actor=other, objection_id=key) == make.OBJECTION.statement
    shown = actions.reveal_objector(actor=other, objection_id=key, purpose="核实情况")
    assert shown.name == make.OBJECTION.name


def test_who_objected_is_shown_to_the_officer_named_for_it_with_a_purpose_on_the_trail():
    receipt = make.objected(make.released())
    key = receipt.objection_id
    with pytest.raises(Denied):
        actions.reveal_objector(actor=make.writer(), objection_id=key, purpose="核实情况")
    with pytest.raises(Invalid):
        actions.reveal_objector(actor=make.decider(), objection_id=key, purpose="看")

    shown = actions.reveal_objector(actor=make.decider(), objection_id=key, purpose="核实情况")

    assert (shown.name, shown.phone) == (make.OBJECTION.name, make.OBJECTION.phone)
    [note] = Event.objects.filter(action="notices.reveal")
    assert (note.purpose, note.object_id) == ("核实情况", key)


def test_an_open_objection_waits_for_those_who_may_decide_it():
    writer = make.writer()
    make.objected(make.released(actor=writer))

    [todo] = queries.todos(make.decider())
    assert (todo.kind, todo.count, todo.due_on) == ("decide", 1, date(2020, 6, 24))
    assert queries.todos(writer) == []
