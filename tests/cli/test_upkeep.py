"""What `jinguo doctor` says of backups and the worker, each a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jinguo.cli import archive, upkeep
from jinguo.core import trail
from jinguo.org.actor import Actor

pytestmark = pytest.mark.django_db


def noted(action):
    trail.note(Actor.system("backup"), action)
    return timezone.now()


@pytest.mark.parametrize(
    "action, say, fresh_for, words",
    [
        (archive.WRITTEN, upkeep.backups, timedelta(days=7), "The last backup was written"),
        (archive.VERIFIED, upkeep.verifications, timedelta(days=90), "A backup was last verified"),
    ],
)
def test_the_age_of_the_last_is_said_and_a_fault_when_it_is_too_old(action, say, fresh_for, words):
    now = noted(action)

    fresh, old = say(now + fresh_for - timedelta(hours=1)), say(now + fresh_for * 2)

    assert fresh.sentence.startswith(words)
    assert " ago, on 20" in fresh.sentence
    assert (fresh.is_fault, old.is_fault) == (False, True)


def test_a_drill_is_good_for_eight_days_and_counts_as_a_verification():
    now = noted(archive.DRILLED)

    assert not upkeep.drills(now + timedelta(days=7)).is_fault
    assert upkeep.drills(now + timedelta(days=8, minutes=1)).is_fault
    assert not upkeep.verifications(now + timedelta(days=89)).is_fault


def test_a_failed_drill_is_a_fault_at_once_though_an_earlier_one_went_well():
    noted(archive.DRILLED)
    trail.note(Actor.system("backup"), archive.DRILLED, result="refused")

    found = upkeep.drills(timezone.now())

    assert found.is_fault
    assert "failed" in found.sentence


def test_of_several_the_newest_counts():
    noted(archive.WRITTEN)
    now = noted(archive.WRITTEN)

    assert "0\xa0minutes ago" in upkeep.backups(now).sentence


@pytest.mark.parametrize("say", [upkeep.backups, upkeep.verifications, upkeep.drills])
def test_without_one_it_says_how_to_have_one(say):
    found = say(timezone.now())

    assert found.is_fault
    assert "./jinguo backup" in found.sentence


def test_a_worker_that_was_heard_runs_and_one_that_fell_silent_does_not():
    now = timezone.now()
    assert "does not run" in upkeep.worker(now).sentence

    with connection.cursor() as cursor:  # the queue's models are for reading
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [now])

    assert upkeep.worker(now + timedelta(seconds=30)).sentence == "The background worker runs."
    assert upkeep.worker(now + timedelta(minutes=2)).is_fault
