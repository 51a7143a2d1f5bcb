import pytest

from jinguo.core import crypto


@pytest.fixture(autouse=True)
def key_ring():
    crypto.create_ring()


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
