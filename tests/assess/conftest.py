import pytest

from jinguo.core import crypto


@pytest.fixture(autouse=True, scope="session")
def _ring():
    """The keys the pseudonyms of facts are made with."""
    crypto.create_ring()
