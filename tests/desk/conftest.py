"""Pages are tested against the sources: no collected files, no second step unless a test asks."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests import copied
from tests.make import evaluation, everything

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True, scope="package")
def _plain_pages():
    with override_settings(
        STORAGES=PLAIN,
        JINGUO_SECOND_FACTOR="offered",
        LANGUAGE_CODE="en",
        # The slow one is tried in tests/org; here it would only cost time.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="module")
def world(_test_database, django_db_blocker):
    """One of everything for the tests of a file, made by the first file and copied for the others."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield copied.once(everything.world)
        transaction.set_rollback(True)


@pytest.fixture
def undone(world):
    """Let a test write, and take it back afterwards."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def yards(world, django_db_blocker):
    """Four more courtyards that hold the district's level, with the one of the world."""
    with django_db_blocker.unblock(), transaction.atomic():
        evaluation.four_courtyards()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def yards_undone(yards):
    """Let a test write, and take it back afterwards."""
    with transaction.atomic():
        yield yards
        transaction.set_rollback(True)
