import pytest

from jinguo.core import crypto


@pytest.fixture(autouse=True)
def key_ring():
    crypto.create_ring()
