"""Browsers of residents: signed in, or on their way by a code."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from jinguo.people.models import Resident
from jinguo.portal.accounts.sign_in import BACKEND
from tests.make import people


def client(resident: Resident, **headers: str) -> Client:
    """A browser in which a resident is signed in."""
    browser = Client(headers=headers)
    browser.force_login(resident.account, backend=BACKEND)
    return browser


def resident(*, now: datetime | None = None, **given: Any) -> Resident:
    """Someone who joined today, as pages read the clock."""
    today = timezone.localdate(now)
    return people.resident(**{"on": today, "born_on": date(1988, 4, 3), **given})
