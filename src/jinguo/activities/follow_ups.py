"""Under which category it is counted what became of somebody some months after a class."""

from __future__ import annotations

from collections.abc import Iterable

from jinguo.activities.models import Outcome


def outcome_category(result: str, months: int) -> str:
    """Return the category of a result after so many months: each time she is asked is a figure of its own."""
    return f"{result}-{months}"


def outcome_categories(months: Iterable[int]) -> list[str]:
    """Return every category under which something is counted when it is asked after some months."""
    return [outcome_category(result, one) for one in sorted(months) for result in Outcome.Result]
