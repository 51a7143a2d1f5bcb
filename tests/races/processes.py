"""Acts of several processes that begin at the same instant."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """
    Let each act run in a process of its own, all from the same instant; return what they answer, in order.

    The processes are forks: what was patched here is patched there. Answers must be fit for pickling.
    """
    forked = multiprocessing.get_context("fork")
    start, answers = forked.Barrier(len(acts)), forked.Queue()
    connections.close_all()  # a forked process must not talk on our line
    workers = [
        forked.Process(target=_answer, args=(number, act, start, answers))
        for number, act in enumerate(acts)
    ]
    for worker in workers:
        worker.start()
    found = dict(answers.get(timeout=120) for _one in workers)
    for worker in workers:
        worker.join(timeout=30)
    return [found[number] for number in range(len(acts))]


def _answer(number: int, act: Callable[[], Any], start: Any, answers: Any) -> None:
    connections.close_all()
    start.wait(timeout=30)
    try:
        answers.put((number, act()))
    except Exception as error:
        answers.put((number, repr(error)))
    finally:
        connections.close_all()
