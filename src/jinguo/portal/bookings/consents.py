"""Whether a guardian has agreed that a child under 14 takes part (个人信息保护法 art. 31)."""

from __future__ import annotations

from datetime import date

from jinguo.activities.policies import CONSENT
from jinguo.people import queries as people
from jinguo.people.models import Person


def has_agreed(child: Person, on: date) -> bool:
    """Say whether a guardian's consent for a child is on record on a day."""
    found = people.find_consent(child, CONSENT, on)
    return found is not None and bool(found.guardian)
