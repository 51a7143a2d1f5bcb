"""A term that is over is shown as over on its day, whether or not the night's job has run."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.members.models import Agreement, Appointment
from tests.make import api, desk

pytestmark = pytest.mark.slow


def ends(model, key, last):
    """Let a term that is in force have this last day; no job has run since."""
    model.objects.filter(pk=key).update(
        state="in-force", starts_on=last - timedelta(days=700), ends_on=last, warn_on=last
    )


@pytest.mark.parametrize(
    ("days", "title", "state", "other"),
    [(0, "In force", "in-force", "expired"), (-1, "Term is over", "expired", "in-force")],
)
def test_the_last_day_is_in_force_and_the_day_after_over(undone, days, title, state, other):
    last = timezone.localdate() + timedelta(days=days)
    district = desk.desk()
    for model, key, address in (
        (Agreement, undone.agreement, "agreements"),
        (Appointment, undone.appointment, "appointments"),
    ):
        ends(model, key, last)

        assert title in district.get(f"/desk/{address}/{key}/").content.decode()
        assert str(key) in district.get(f"/desk/{address}/?state={state}").content.decode()
        assert str(key) not in district.get(f"/desk/{address}/?state={other}").content.decode()
    program = api.program()
    found = program.get(f"/api/v1/agreements/{undone.agreement}").json()
    assert found["state"] == state
    listed = program.get("/api/v1/agreements", {"state": state}).json()["items"]
    assert str(undone.agreement) in {one["id"] for one in listed}
