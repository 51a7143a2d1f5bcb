"""
The document is true: schemathesis calls every operation, as it says and as it does not, and finds no fault.

What one parameter means beside another, such as two days the wrong way round, no schema can say; calls that
fit the schema may therefore be refused with 422, as the document says of every operation.
"""

from __future__ import annotations

import pytest
import schemathesis
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings

from jinguo.activities.models import Activity
from jinguo.config.wsgi import application
from jinguo.sites.models import Site
from tests.make import activities as make
from tests.make import api, desk, org, people, sites

EXAMPLES = 20
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", 304, 401, 403, 404, 409, 422]
            },
        }
    }
)


@pytest.fixture(scope="module")
def program(_test_database, django_db_blocker):
    """A token that may do everything, and one thing of each kind in its reach."""
    with django_db_blocker.unblock(), transaction.atomic():
        org.tree()
        people.member(people.household())
        make.enrol(make.activity())
        sites.site()
        yield api.token(desk.someone("district-officer"))[1]
        transaction.set_rollback(True)


def operations():
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)
    return {one.label: one for one in (found.ok() for found in document.get_all_operations())}


OPERATIONS = operations()


def in_reach(case):
    """Half of the calls for one thing ask for one there is."""
    there = {
        "activity_id": Activity.objects.values_list("id", flat=True).first(),
        "site_id": Site.objects.values_list("id", flat=True).first(),
        "measure": "courtyards.demo",
    }
    return {name: there.get(name, value) for name, value in (case.path_parameters or {}).items()}


@pytest.mark.slow
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_an_operation_answers_as_the_document_says(label, program, _test_database):
    @given(case=OPERATIONS[label].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {program}"})

    with override_settings(JINGUO_API_CALLS=1_000_000, ACCOUNT_RATE_LIMITS=False):
        call()
