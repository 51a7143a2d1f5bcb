"""
kill −9 between “being sent” and “sent”, and two workers on one queue.

With the guard a message whose sender died is shown as perhaps sent and goes out no second time. As a
control, with the mark not committed before the provider is asked, the next worker sends it again.
"""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection, transaction

from jinguo.notices import messages
from jinguo.notices.messages import delivering
from jinguo.notices.messages.providers import Sent
from jinguo.notices.models import Message
from tests.make import messages as make
from tests.make.times import noon

pytestmark = [pytest.mark.race, pytest.mark.slow]
LATER = noon() + delivering.LOST_AFTER


@dataclass
class OnPaper:
    """A provider that writes down each message it was handed, and then takes ``seconds`` to answer."""

    file: Path
    seconds: float = 0
    name: str = "paper"
    repeats_known_for: timedelta = timedelta(0)

    def refusal(self, outgoing):
        return ""

    def send(self, outgoing):
        with self.file.open("a") as file:
            file.write(json.dumps(str(outgoing.key)) + "\n")
        time.sleep(self.seconds)
        return Sent(str(outgoing.key))

    def keys(self) -> list[str]:
        return [json.loads(line) for line in self.file.read_text().splitlines()]


def deliver(provider, now=None):
    with mock.patch.object(delivering, "find_provider", lambda channel: provider):
        delivering.deliver(clock=lambda: now or noon())


def killed_while_sending(provider) -> None:
    """Deliver in a process of its own, and kill it once the message was handed over."""
    connection.close()  # a forked process must not talk on our line
    process = os.fork()
    if process == 0:
        try:
            deliver(OnPaper(provider.file, seconds=60))
        finally:
            os._exit(0)
    while not provider.file.exists() or not provider.file.read_text().endswith("\n"):
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    time.sleep(0.2)  # the server notices the broken connection


def test_a_message_whose_sender_was_killed_is_perhaps_sent_and_goes_out_no_second_time(
    committed, tmp_path
):
    message, provider = make.message(), OnPaper(tmp_path / "sent")

    killed_while_sending(provider)
    deliver(provider)
    message.refresh_from_db()
    assert message.state == Message.State.SENDING

    deliver(provider, LATER)
    deliver(provider, LATER + timedelta(days=1))
    message.refresh_from_db()
    assert (message.state, message.why) == (Message.State.UNKNOWN, "broken-off")
    assert provider.keys() == [str(message.id)]

    messages.send_again(actor=make.OFFICER, message_ids=[message.id], now=LATER)
    deliver(provider, LATER)
    assert provider.keys() == [str(message.id)] * 2


def test_control_without_the_mark_the_next_worker_sends_it_again(committed, tmp_path):
    message, provider = make.message(), OnPaper(tmp_path / "sent")

    with in_one_transaction():
        killed_while_sending(provider)
    deliver(provider, LATER)

    assert provider.keys() == [str(message.id)] * 2


def in_one_transaction():
    """Have a message marked and handed over in one transaction, as if the mark did not matter."""
    next_one, settle = delivering._next.__wrapped__, delivering._settle.__wrapped__

    def deliver_all(*, clock, most=delivering.BATCH):
        with transaction.atomic():
            while isinstance(ready := next_one(clock()), delivering._Ready):
                settle(ready.message, ready.provider.send(ready.outgoing), clock())

    return mock.patch.object(delivering, "deliver", deliver_all)


def test_two_workers_at_once_send_each_message_once(committed, tmp_path):
    made = [make.message() for _number in range(12)]
    provider = OnPaper(tmp_path / "sent", seconds=0.02)

    def work(_number):
        try:
            delivering.deliver(clock=noon)
        finally:
            connection.close()

    with (
        mock.patch.object(delivering, "find_provider", lambda channel: provider),
        ThreadPoolExecutor(2) as pool,
    ):
        list(pool.map(work, range(2)))

    assert sorted(provider.keys()) == sorted(str(one.id) for one in made)
    assert not Message.objects.exclude(state=Message.State.SENT).exists()
