"""Public pages are tested against the sources, without collected files."""

import pytest
from django.test import override_settings

from tests.desk.conftest import PLAIN


@pytest.fixture(autouse=True, scope="package")
def _plain_pages():
    with override_settings(STORAGES=PLAIN):
        yield
