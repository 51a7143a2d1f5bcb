"""Every text of the installation's own packs that has a place for its English has it."""

import pytest
from pydantic import BaseModel

from jinguo.programmes import loader
from tests.make import programmes as make


def without_english(value, path):
    """Yield where a text stands whose English is missing."""
    if isinstance(value, list | dict):
        parts = enumerate(value) if isinstance(value, list) else value.items()
        for key, one in parts:
            yield from without_english(one, f"{path}/{key}")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            one = getattr(value, name)
            if (
                f"{name}_en" in type(value).model_fields
                and one
                and not getattr(value, f"{name}_en")
            ):
                yield f"{path}/{name}: {one}"
            yield from without_english(one, f"{path}/{name}")


@pytest.mark.parametrize("name", ["base", "xihaian"])
def test_every_chinese_text_of_a_pack_has_its_english(name):
    loaded, _problems = loader.load(make.PACKS / name)

    assert list(without_english(loaded.pack, "pack")) == []
    assert list(without_english(loaded.programmes, "")) == []


def test_a_missing_english_text_is_found(tmp_path):
    loaded, _problems = loader.load(make.pack_folder(tmp_path))

    assert list(without_english(loaded.programmes, ""))
