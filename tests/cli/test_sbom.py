"""The list of parts of the wheel: whole, alike in two builds, and what the schema asks for."""

from __future__ import annotations

import json
from pathlib import Path

import cyclonedx.schema
import jsonschema_rs
import pytest
from click.testing import CliRunner

from jinguo.cli import sbom
from tests.test_requirements import locked

PLACE = "http://cyclonedx.org/schema/"
SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"


def schema(name):
    return json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text())


@pytest.fixture(scope="module")
def told():
    return json.loads(sbom.parts_list())


def validator():
    """The published schema of CycloneDX 1.6, with the two it refers to; nothing is fetched."""
    names = ("spdx", "jsf-0.82")
    registry = jsonschema_rs.Registry(
        [(f"{PLACE}{name}.SNAPSHOT.schema.json", schema(name)) for name in names]
    )
    return jsonschema_rs.validator_for(schema("bom-1.6"), registry=registry)


def test_it_is_what_the_schema_of_cyclonedx_1_6_asks_for(told):
    assert told["specVersion"] == "1.6"
    assert [str(one) for one in validator().iter_errors(told)] == []


def test_the_schema_finds_what_is_not(told):
    broken = {**told, "components": [{**told["components"][0], "type": "flower"}]}

    assert not validator().is_valid(broken)


def test_every_locked_python_package_is_in_it_with_the_digests_of_its_files(told):
    parts = {
        f"{one['name']}=={one['version']}": one
        for one in told["components"]
        if one["purl"].startswith("pkg:pypi/")
    }

    lines = list(locked("base.txt"))
    assert {line.split()[0] for line in lines} == set(parts)
    for line in lines:
        [source] = parts[line.split()[0]]["externalReferences"]
        assert {f"--hash=sha256:{one['content']}" for one in source["hashes"]} == {
            word for word in line.split() if word.startswith("--hash")
        }


def test_npm_packages_that_are_built_in_are_in_it_and_those_that_build_are_not(told):
    npm = {one["name"]: one for one in told["components"] if one["purl"].startswith("pkg:npm/")}

    assert {"bootstrap", "echarts", "leaflet", "hls.js"} <= set(npm)
    assert not {"esbuild", "typescript"} & set(npm)
    assert npm["bootstrap"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert len(npm["bootstrap"]["hashes"][0]["content"]) == 128


def test_two_lists_of_the_same_locks_are_equal(tmp_path):
    for name in ("one.json", "two.json"):
        assert CliRunner().invoke(sbom.command, ["--out", str(tmp_path / name)]).exit_code == 0

    assert (tmp_path / "one.json").read_text() == (tmp_path / "two.json").read_text()
