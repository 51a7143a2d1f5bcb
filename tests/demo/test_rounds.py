"""Who evaluates in the demonstration: people who grant nothing."""

import pytest

from jinguo.demo import cast
from jinguo.demo.rounds import evaluators
from jinguo.org.roles import Capability, capabilities_of
from tests.make import org

pytestmark = pytest.mark.django_db


def test_whoever_evaluates_in_the_demonstration_visits_and_takes_no_other_part():
    org.area(code=f"{cast.VILLAGE_CHAIRS_TOWN}201")
    roles = {part.username: part.role for part in cast.parts()}

    who = evaluators(org.officer(), seed=1).accounts

    assert len(who) == 2  # one alone could not be calibrated beside another
    for username in who:
        assert capabilities_of(roles[username]) == {Capability.ASSESS_VISIT}
