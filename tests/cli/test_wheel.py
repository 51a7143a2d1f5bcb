"""The wheel: everything built is in it, and what is unpacked from it works without a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from jinguo.cli import wheel as module
from jinguo.core.errors import Refused


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    done = CliRunner().invoke(module.command, ["--out", str(out)])
    assert done.exit_code == 0, done.output
    [file] = out.iterdir()
    return file


def run(folder, *words):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JINGUO_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", "from jinguo.cli.main import main; main()", *words],
        cwd=folder, env={**kept, "PYTHONPATH": str(folder)}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_it_names_what_it_needs_and_its_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [about] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        needs = archive.read(about).decode()
        commands = archive.read(about.replace("METADATA", "entry_points.txt")).decode()

    assert "Requires-Dist: django<5.3,>=5.2" in needs.lower().replace(
        "requires-dist", "Requires-Dist"
    )
    assert "pytest" not in needs
    assert "jinguo = jinguo.cli.main:main" in commands


@pytest.mark.slow
def test_it_carries_the_list_of_its_parts(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".cdx.json")]
        told = json.loads(archive.read(name))

    assert ".dist-info/sboms/" in name
    assert told["metadata"]["component"]["name"] == "jinguo"
    assert "django" in {one["name"].lower() for one in told["components"]}


@pytest.mark.slow
def test_what_is_unpacked_works_without_the_checkout(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    where = run(tmp_path, "doctor")
    assert "The styles are not built" not in where.stdout
    assert (tmp_path / "var").exists()  # beside where it was started, not in the checkout
    asked = "from django.utils.translation import gettext as _; print(_('Applied.'))"
    said = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {asked}"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "jinguo.config.settings"},
    )  # fmt: skip
    assert said.stdout.strip() != "Applied."
    assert (tmp_path / "jinguo/packs/xihaian/pack.yaml").exists()


def test_a_wheel_without_the_assets_is_refused(tmp_path):
    file = tmp_path / "x.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name in module.built():
            if not name.endswith("theme.css"):
                archive.writestr(name, "")

    with pytest.raises(Refused, match=r"would lack jinguo/static/build/theme\.css\."):
        module.check_whole(file)
