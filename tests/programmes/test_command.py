"""`jinguo pack` as an administrator types it."""

import json

import pytest
from click.testing import CliRunner

from jinguo.cli.pack import command
from jinguo.programmes.models import Pack
from tests.make import programmes as make


def run(*arguments):
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)


def test_check_ends_with_zero_on_sound_packs():
    result = run("check", make.PACKS / "base", make.PACKS / "xihaian")

    assert result.exit_code == 0
    count = len([one for one in (make.PACKS / "xihaian").glob("*.yaml") if one.stem != "pack"])
    assert f"{count} programmes" in result.output


def test_check_prints_the_path_and_line_and_ends_with_one(tmp_path):
    folder = make.pack_folder(tmp_path, yards=make.YARDS.replace("full: 10", "full: 11"))

    result = run("check", folder)

    assert result.exit_code == 1
    assert f"{folder}/clean-yards.yaml:8: " in result.stderr


def test_check_tells_another_program_every_folder_and_problem(tmp_path):
    sound = make.PACKS / "base"
    wrong = make.pack_folder(tmp_path, yards=make.YARDS.replace("full: 10", "full: 11"))

    result = run("check", sound, wrong, "--json")

    assert result.exit_code == 1
    [first, second] = json.loads(result.stdout)
    assert (first["folder"], first["is_sound"], first["problems"]) == (str(sound), True, [])
    assert (second["folder"], second["is_sound"]) == (str(wrong), False)
    problem = second["problems"][0]
    assert (problem["file"], problem["line"]) == ("clean-yards.yaml", 8)
    assert f"{wrong}/clean-yards.yaml:8: {problem['message']}" in run("check", wrong).stderr
    assert (second["programmes"], second["measures"]) == (None, None)
    assert run("check", sound, "--json").exit_code == 0


@pytest.mark.django_db
def test_apply_prints_what_changes_and_a_dry_run_changes_nothing(tmp_path):
    make.county("370212")
    folder = make.pack_folder(tmp_path)

    dry = run("apply", folder, "--dry-run")
    assert "clean-yards" in dry.output and not Pack.objects.exists()

    assert run("apply", folder).output.startswith(dry.output)
    assert Pack.objects.count() == 1
    assert run("apply", folder).output.count("\n") == 1


@pytest.mark.django_db
def test_export_writes_the_pack_back(tmp_path):
    make.applied_elsewhere(tmp_path / "in")

    run("export", "elsewhere", tmp_path / "out")

    assert (tmp_path / "out" / "reports" / "short.yaml").read_text() == make.REPORT
