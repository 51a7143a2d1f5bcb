"""What people ask about their own data: none is lost, each has its last day and its answer."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jinguo.core.errors import Denied, Invalid, JinguoError, NotFound, Refused
from jinguo.notices.models import Message
from jinguo.people import actions, queries
from jinguo.people.models import DataRequest
from tests.make import people as make

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 15)  # a Monday; the Dragon Boat days are 25–27 June
KINDS = [kind.value for kind in DataRequest.Kind]


def officer():
    return make.colleague("data-officer", "370211")


def ask(resident, kind="correct", words="出生日期登记错了", on=TODAY):
    actor = make.acting(resident, on)
    return actions.ask(
        actor=actor,
        person_id=queries.own_person(actor).pk,
        kind=kind,
        words=words,
        now=make.instant(on),
    )


def answer(request, *, is_done=True, words="已更正", actor=None, on=TODAY):
    return actions.answer_request(
        actor=actor or officer(),
        request_id=request.pk,
        is_done=is_done,
        answer=words,
        now=make.instant(on),
    )


def test_a_request_is_due_in_fifteen_working_days():
    request = ask(make.resident())
    # 16–19, 22–24, 28 June (worked), 29 June–3 July, 6–7 July
    assert request.due_on == date(2020, 7, 7)
    assert request.state == "received"


def test_her_words_are_sealed_and_read_by_who_answers():
    request = ask(make.resident())
    assert "登记".encode() not in bytes(request.words)
    assert queries.words_of(queries.get_request(officer(), request.pk)) == "出生日期登记错了"


@pytest.mark.parametrize("kind", ["correct", "delete", "restrict"])
def test_what_it_is_about_is_said(kind):
    with pytest.raises(Invalid):
        ask(make.resident(), kind, words="  ")
    assert not DataRequest.objects.exists()


def test_there_is_no_other_kind():
    with pytest.raises(Invalid):
        ask(make.resident(), "forget")


def test_the_same_is_not_asked_twice_while_it_waits():
    resident = make.resident()
    answer(ask(resident))
    ask(resident)
    with pytest.raises(actions.AlreadyAsked):
        ask(resident)
    ask(resident, "delete")
    assert DataRequest.objects.count() == 3


def test_nobody_asks_for_others():
    resident, other = make.resident(), make.resident(name="钱小花")
    with pytest.raises(NotFound):
        actions.ask(
            actor=make.acting(resident),
            person_id=other.person_id,
            kind="delete",
            words="全部",
            now=make.instant(TODAY),
        )


def test_a_guardian_asks_for_her_child():
    resident = make.resident()
    child = make.child(resident).child
    request = actions.ask(
        actor=make.acting(resident),
        person_id=child.pk,
        kind="delete",
        words="照片",
        now=make.instant(TODAY),
    )
    assert request in queries.requests(make.acting(resident))


def test_it_is_taken_answered_and_read():
    resident = make.resident()
    request = ask(resident)

    actions.take_request(actor=officer(), request_id=request.pk, now=make.instant(TODAY))
    answer(request)

    [seen] = queries.requests(make.acting(resident))
    assert (seen.state, seen.answer) == ("done", "已更正")


@pytest.mark.parametrize("is_done", [True, False])
def test_an_answer_says_what_or_why(is_done):
    request = ask(make.resident())
    with pytest.raises(Invalid):
        answer(request, is_done=is_done, words=" ")
    assert DataRequest.objects.get().state == "received"


def test_the_database_takes_no_refusal_without_its_reason():
    request = ask(make.resident())
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(state="refused", ended_on=TODAY)


@pytest.mark.parametrize(
    "role, area, refused",
    [
        ("data-officer", "370211", None),
        ("district-officer", "370211", None),
        ("data-officer", "370212", NotFound),
        ("town-officer", "370211105", NotFound),
        ("auditor", "370211", NotFound),
    ],
)
def test_who_answers(role, area, refused):
    request = ask(make.resident())
    if refused:
        with pytest.raises(refused):
            answer(request, actor=make.colleague(role, area))
    else:
        assert answer(request, actor=make.colleague(role, area)).state == "done"


def test_nobody_answers_her_own_request():
    resident = make.resident()
    request = ask(resident)
    with pytest.raises(Denied):
        answer(request, actor=make.acting(resident))


def told():
    found = Message.objects.filter(template="request-answered").order_by("id")
    return list(found.values_list("person", "about_id", "values"))


@pytest.mark.parametrize("is_done", [True, False])
def test_who_asked_is_told_that_there_is_an_answer_and_nothing_else(is_done):
    resident = make.resident()
    request = ask(resident)
    assert told() == []

    answer(request, is_done=is_done)

    assert told() == [(resident.person_id, request.pk, {})]


def test_a_guardian_is_told_what_she_asked_of_her_child():
    resident = make.resident()
    child = make.child(resident).child
    actor = make.acting(resident, TODAY)
    request = actions.ask(
        actor=actor, person_id=child.pk, kind="correct", words="姓名写错了", now=make.instant(TODAY)
    )

    answer(request)

    assert told() == [(resident.person_id, request.pk, {})]


def test_who_takes_her_request_back_is_told_nothing():
    resident = make.resident()
    request = ask(resident)
    actions.withdraw_request(
        actor=make.acting(resident, TODAY), request_id=request.pk, now=make.instant(TODAY)
    )
    assert told() == []


def test_what_was_answered_stays_answered():
    request = ask(make.resident())
    answer(request, is_done=False, words="法律要求保存")
    for act in (
        lambda: answer(request),
        lambda: actions.take_request(
            actor=officer(), request_id=request.pk, now=make.instant(TODAY)
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert DataRequest.objects.get().answer == "法律要求保存"


def test_she_takes_back_what_waits_and_nobody_else_does():
    resident = make.resident()
    request = ask(resident)
    with pytest.raises(Denied):
        actions.withdraw_request(actor=officer(), request_id=request.pk, now=make.instant(TODAY))
    actions.withdraw_request(
        actor=make.acting(resident), request_id=request.pk, now=make.instant(TODAY)
    )
    assert DataRequest.objects.get().state == "withdrawn"


@pytest.mark.parametrize("kind", ["access", "copy"])
def test_what_is_handed_out_at_once_stands_as_done(kind):
    resident = make.resident()
    made = actions.hand_out(
        actor=make.acting(resident),
        person_id=resident.person_id,
        kind=kind,
        now=make.instant(TODAY),
    )
    assert (made.state, made.ended_on) == ("done", TODAY)


def test_nothing_is_deleted_at_once():
    resident = make.resident()
    with pytest.raises(Invalid):
        actions.hand_out(
            actor=make.acting(resident),
            person_id=resident.person_id,
            kind="delete",
            now=make.instant(TODAY),
        )


@pytest.mark.slow
def test_what_waits_is_on_the_list_of_who_answers_the_first_due_first():
    first, second = make.resident(), make.resident(name="钱小花")
    late = ask(second, on=TODAY + timedelta(days=1))
    early = ask(first)
    done = ask(first, "delete")
    answer(done)

    assert queries.requests_due(officer()) == [early, late]
    assert queries.requests_due(make.colleague("data-officer", "370212")) == []


class Requests(RuleBasedStateMachine):
    """Whatever is done in whatever order, no request is lost and each ends once."""

    def __init__(self):
        super().__init__()
        self.resident = make.resident()
        self.asked = {}  # id → the state it ended in, None while it waits

    @rule(kind=st.sampled_from(KINDS))
    def ask(self, kind):
        with suppress(actions.AlreadyAsked):
            self.asked[ask(self.resident, kind).pk] = None

    @rule(at=st.integers(0, 30), act=st.sampled_from(["take", "done", "refuse", "withdraw"]))
    def deal(self, at, act):
        if not self.asked:
            return
        key = list(self.asked)[at % len(self.asked)]
        request = DataRequest.objects.get(pk=key)
        now = make.instant(TODAY)
        with suppress(JinguoError):
            if act == "take":
                actions.take_request(actor=officer(), request_id=key, now=now)
            elif act == "withdraw":
                actor = make.acting(self.resident)
                self.end(key, actions.withdraw_request(actor=actor, request_id=key, now=now))
            else:
                self.end(key, answer(request, is_done=act == "done"))

    def end(self, key, request):
        assert self.asked[key] is None  # it ends once
        self.asked[key] = request.state

    @invariant()
    def none_is_lost(self):
        there = dict(DataRequest.objects.values_list("pk", "state"))
        assert there.keys() == self.asked.keys()
        for key, ended in self.asked.items():
            assert there[key] == ended if ended else there[key] in ("received", "taken")
        due = {one.pk for one in queries.requests_due(officer())}
        assert due == {key for key, ended in self.asked.items() if ended is None}


@pytest.mark.slow
def test_no_request_is_lost_whatever_happens():
    def fresh():
        DataRequest.objects.all().delete()
        return Requests()

    steps = settings(max_examples=15, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(fresh, settings=steps)
