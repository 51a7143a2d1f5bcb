"""Public pages are tested against the sources, without collected files."""

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.desk.conftest import PLAIN


@pytest.fixture(autouse=True, scope="package")
def _plain_pages():
    with override_settings(STORAGES=PLAIN):
        yield


@pytest.fixture(autouse=True)
def _fresh_pages():
    """No page that was made for the test before."""
    caches["pages"].clear()
