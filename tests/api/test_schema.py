"""
The document is true: schemathesis calls every operation, as it says and as it does not, and finds no fault.

What one parameter means beside another, such as two days the wrong way round, no schema can say; calls that
fit the schema may therefore be refused with 422, as the document says of every operation.
"""

from __future__ import annotations

from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from jinguo.config.wsgi import application
from tests.make import activities, api, desk, facts, members, org, people, sites

EXAMPLES = 15
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "5xx"]
            }
        }
    }
)
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.fixture(scope="module")
def there(_test_database, django_db_blocker):
    """One thing of each kind, by the name an address or a query has for it, and a token for all of them."""
    # The end of a call would close the connection, and with it the transaction all of this is in.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


def made() -> dict[str, object]:
    org.tree()
    facts.defined(facts.measure())
    facts.fact()
    household, offered = people.household(), activities.activity()
    people.member(household)
    entry = activities.enrol(offered)
    members.scheme()
    return {
        "secret": api.token(desk.someone("district-officer"))[1],
        "area": "370211",
        "under": "370211",
        "code": "370211105",
        "measure": "tests.figure",
        "household_id": household.id,
        "activity_id": offered.id,
        "session_id": offered.sessions.get().id,
        "enrolment_id": entry.id,
        "site_id": sites.site().id,
        "body_id": members.member().body_id,
        "agreement_id": members.agreement().id,
    }


def operations():
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)
    return {one.label: one for one in (found.ok() for found in document.get_all_operations())}


OPERATIONS = operations()
ASKED = sorted(set(OPERATIONS) - {"GET /api/v1/token"})  # of the others something can be wrong


def called(label, mode, there):
    """Call an operation with generated values, half of the fitting ones for what there is."""

    @given(case=OPERATIONS[label].as_strategy(mode), is_there=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case, is_there):
        if mode == POSITIVE and is_there:
            for values in (case.path_parameters, case.query):
                values.update({name: text(there[name]) for name in values if name in there})
        # An empty list is sent as nothing at all, so nobody could refuse it.
        assume(mode == POSITIVE or [] not in (case.query or {}).values())
        case.call_and_validate(headers={"Authorization": f"Bearer {there['secret']}"})

    with override_settings(JINGUO_API_CALLS=1_000_000, ACCOUNT_RATE_LIMITS=False):
        call()


def text(value):
    return str(value) if isinstance(value, UUID) else value


@pytest.mark.slow
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_what_fits_the_document_is_answered_as_it_says(label, there):
    called(label, POSITIVE, there)


@pytest.mark.slow
@pytest.mark.parametrize("label", ASKED)
def test_what_does_not_fit_the_document_is_refused_as_it_says(label, there):
    called(label, NEGATIVE, there)
