"""A resident and her browser, in English."""

import pytest
from django.test import override_settings

from tests.make import portal as make

PHONE = "13900001234"


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en", JINGUO_SECOND_FACTOR="offered"):
        yield


@pytest.fixture
def resident():
    return make.resident(phone=PHONE)


@pytest.fixture
def browser(resident):
    return make.client(resident)
