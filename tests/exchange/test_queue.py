"""Work whose worker died: taken up again a few times, then given up."""

import asyncio

import procrastinate
import pytest
from procrastinate.testing import InMemoryConnector

from jinguo.exchange import queue


@pytest.fixture
def stalled():
    """What takes up work whose worker is gone, after so many attempts, and says how it stands then."""

    async def take_up(task, attempts):
        memory = InMemoryConnector()
        app = procrastinate.App(connector=memory)
        app.task(name=task)(lambda kind, work: None)
        await app.configure_task(task).defer_async(kind="run", work="one")
        [job] = memory.jobs.values()
        job.update(status="doing", worker_id=1, attempts=attempts)
        await queue.take_up_stalled(app.job_manager)
        return job["status"]

    return lambda task, attempts: asyncio.run(take_up(task, attempts))


@pytest.mark.parametrize("attempts", range(queue.RETRIES))
def test_work_whose_worker_died_goes_back_into_the_queue(stalled, attempts):
    assert stalled(queue.TASK, attempts) == "todo"


def test_work_that_was_broken_off_too_often_is_given_up(stalled):
    assert stalled(queue.TASK, queue.RETRIES) == "failed"


def test_other_tasks_are_left_alone(stalled):
    assert stalled("facts.roll-up", 0) == "doing"
