"""The queue of the background worker, as far as long work needs to know it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

TASK = "exchange.carry-out"
RETRIES = 2  # of work that was broken off
SILENT_AFTER = timedelta(seconds=45)  # a worker says every 10 seconds that it lives


class Standing(StrEnum):
    """How long work stands."""

    WAITING = "waiting"
    UNATTENDED = "unattended"  # it waits, and no worker is running that could take it
    RUNNING = "running"
    BROKEN = "broken"  # it was given up: cut short each time, or taken out of the queue
    FINISHED = "finished"


def put(kind: str, work_id: UUID) -> int:
    """Put work into the queue, in the caller's transaction; return its number there."""
    # One at a time: each takes all cores and much of the memory.
    return app.configure_task(TASK, lock=TASK).defer(kind=kind, work=str(work_id))


def standing(job: int) -> Standing:
    """Return how a job stands whose work is not finished."""
    found = ProcrastinateJob.objects.filter(id=job).values_list("status", "worker_id").first()
    status, worker = found or ("", None)
    alive = set(
        ProcrastinateWorker.objects.filter(last_heartbeat__gt=Now() - SILENT_AFTER).values_list(
            "id", flat=True
        )
    )
    if status not in ("todo", "doing"):
        return Standing.BROKEN
    if status == "doing" and worker in alive:
        return Standing.RUNNING
    return Standing.WAITING if alive else Standing.UNATTENDED


async def take_up_stalled(jobs: JobManager) -> None:
    """Put work whose worker died back into the queue; give up what was broken off too often."""
    for job in await jobs.get_stalled_jobs(task_name=TASK):
        if job.attempts < RETRIES:
            await jobs.retry_job(job)
        else:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
