"""The parts of the wheel as CycloneDX 1.6: every locked Python package, every npm package built in."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from jinguo import __version__
from jinguo.config.environment import CHECKOUT
from jinguo.core import files

PYTHON_LOCK = CHECKOUT / "requirements/base.txt"
NPM_LOCK = CHECKOUT / "frontend/package-lock.json"
FILE = CHECKOUT / "dist/sbom/jinguo.cdx.json"
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=FILE,
    help="File to write; dist/sbom/jinguo.cdx.json when left out.",
)
def command(out: Path) -> None:
    """Write the list of parts from the lock files, as CycloneDX 1.6; every wheel holds it too."""
    files.write_whole(out, parts_list())
    click.echo(out)


def parts_list() -> str:
    """Return the list as JSON; of the same lock files the same text, so that two builds are equal."""
    bom = Bom(components=[*python_parts(), *npm_parts()])
    root = Component(
        name="jinguo",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="jinguo",
        purl=PackageURL("pypi", None, "jinguo", __version__),
    )
    bom.metadata.component = root
    bom.register_dependency(root, bom.components)
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    # Neither says anything of the parts, and both differ from run to run.
    del told["serialNumber"], told["metadata"]["timestamp"]
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def python_parts(lock: Path = PYTHON_LOCK) -> Iterator[Component]:
    """Yield the locked Python packages; one has a file, and so a digest, for each kind of machine."""
    for entry in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
        if found := ENTRY.match(entry):
            name, version = found.groups()
            known = [
                HashType(alg=HashAlgorithm.SHA_256, content=one) for one in DIGEST.findall(entry)
            ]
            source = ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(f"pkg:pypi/{name}@{version}"),
                hashes=known,
            )
            yield part("pypi", name, version, external_references=[source])


def npm_parts(lock: Path = NPM_LOCK) -> Iterator[Component]:
    """Yield the npm packages whose code is in the built assets; what only builds them is left out."""
    for place, row in json.loads(lock.read_text("utf-8"))["packages"].items():
        if not place or row.get("dev"):
            continue
        content = b64decode(row["integrity"].removeprefix("sha512-")).hex()
        yield part(
            "npm",
            place.rpartition("node_modules/")[2],
            row["version"],
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=content)],
            licenses=[LicenseFactory().make_from_string(row["license"])]
            if "license" in row
            else [],
        )


def part(kind: str, name: str, version: str, **more: Any) -> Component:
    """Return a package under the address every scanner of known holes knows it by."""
    scope, _slash, short = name.rpartition("/")
    purl = PackageURL(kind, scope or None, short, version)
    return Component(name=name, version=version, purl=purl, bom_ref=purl.to_string(), **more)
