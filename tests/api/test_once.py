"""Two calls at once under one key, from two processes: the act is done once, and both get its answer."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from unittest import mock

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Enrolment
from jinguo.api import once
from jinguo.api.models import KeptAnswer
from tests.make import activities as make
from tests.make import api, org
from tests.races.processes import at_once

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def call(committed):
    """A call of a program that enrols one woman, under the same key each time it is sent."""
    org.tree()
    now, start = timezone.now(), timezone.now() + timedelta(days=7)
    offered = make.activity(now=now, sessions=[make.meeting(start)], closes_at=start)
    return partial(
        send, api.program(), f"/api/v1/activities/{offered.id}/enrolments", make.woman().id
    )


def send(program, path, person):
    """Send the call; its act takes a while before its transaction ends."""
    enrol = actions.enrol

    def slowly(**given):
        made = enrol(**given)
        time.sleep(0.4)
        return made

    with mock.patch.object(actions, "enrol", slowly):
        answer = program.post(
            path,
            {"person": str(person)},
            content_type="application/json",
            headers={"Idempotency-Key": "enrol-0001"},
        )
    return answer.status_code, answer.content


def test_one_call_sent_twice_at_once_is_done_once_and_answered_alike(call):
    first, second = at_once([call, call])

    assert first == second
    assert first[0] == 201
    assert Enrolment.objects.count() == KeptAnswer.objects.count() == 1


def test_control_without_the_lock_the_act_is_begun_twice_and_one_is_not_answered_so(
    call, monkeypatch
):
    monkeypatch.setattr(once, "locks", SimpleNamespace(hold=lambda name: None))

    first, second = sorted(at_once([call, call]))

    assert (first[0], second[0]) == (201, 409)
