"""Sites, the plainest valid ones."""

from __future__ import annotations

from datetime import date

from jinguo.sites.models import Site
from tests.make import people

DAY = date(2020, 6, 15)


def site(
    *, kind: str = "womens-micro-home", programme: str = "womens-micro-homes", name: str = "",
    at: str = people.HOME, state: str = Site.State.ACTIVE, on: date = date(2020, 3, 2), **given,
) -> Site:  # fmt: skip
    """A site that is open since March."""
    return Site.objects.create(
        kind=kind, programme=programme, name=name or f"绣坊{Site.objects.count() + 1}",
        area=people.village(at), address="东村12号", state=state, state_on=on,
        opened_on=None if state in Site.BEFORE_OPENING else on,
        closed_on=on if state == Site.State.CLOSED else None, **given,
    )  # fmt: skip
