"""Accounts and receipts are made by the dozen: a fast hash, save where the slow one is the promise."""

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="package")
def _fast_hashes():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
