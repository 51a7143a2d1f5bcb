"""The launcher, before anything is installed: which installer, which Node, what is fresh."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """The launcher as a module, of a checkout in a temporary folder."""
    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "jinguo"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    return module


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A function that puts a program on a path that holds nothing else."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, says="", code=0):
        file = folder / name
        file.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        file.chmod(0o755)
        return str(file)

    return put


@pytest.fixture
def environment(launcher, tmp_path, monkeypatch):
    """Two locked files, and what was made of them: each act with whether it began by clearing."""
    (tmp_path / "requirements").mkdir()
    for name in ("base", "dev"):
        (tmp_path / f"requirements/{name}.txt").write_text(f"{name}==1\n")
    made = []

    def create(venv, *, clear=False):
        made.append("clear" if clear else "make")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "lib/python3/site-packages").mkdir(parents=True, exist_ok=True)
        (venv / "bin/python").write_text("")
        (venv / "pyvenv.cfg").write_text(f"version = 3\nexecutable = {sys.executable}\n")

    monkeypatch.setattr(launcher, "create_venv", create)
    monkeypatch.setattr(launcher, "install", lambda lock, _python: made.append(lock.stem))
    return made


def test_an_environment_is_made_once_and_again_when_its_lock_changes(
    launcher, environment, tmp_path
):
    launcher.make_environment("base")
    launcher.make_environment("base")
    assert environment == ["make", "base"]

    (tmp_path / "requirements/base.txt").write_text("base==2\n")
    launcher.make_environment("base")
    assert environment == ["make", "base", "base"]
    library = tmp_path / ".venv/lib/python3/site-packages/jinguo.pth"
    assert library.read_text() == f"{tmp_path / 'src'}\n"


def test_what_dev_installed_is_enough_for_base_and_not_the_other_way_round(launcher, environment):
    launcher.make_environment("base")
    launcher.make_environment("dev")
    launcher.make_environment("base")
    launcher.make_environment("dev")

    assert environment == ["make", "base", "dev"]


def test_one_that_was_broken_off_is_finished(launcher, environment, monkeypatch):
    def breaks(_lock, _python):
        raise KeyboardInterrupt

    monkeypatch.setattr(launcher, "install", breaks)
    with pytest.raises(KeyboardInterrupt):
        launcher.make_environment("base")
    monkeypatch.setattr(launcher, "install", lambda lock, _python: environment.append(lock.stem))
    launcher.make_environment("base")

    assert environment == ["make", "make", "base"]


def test_a_moved_checkout_and_a_vanished_python_start_over(launcher, environment, tmp_path):
    launcher.make_environment("base")
    stamp = tmp_path / ".venv/jinguo.stamp"
    stamp.write_text(stamp.read_text().replace(str(tmp_path), "/elsewhere"))
    launcher.make_environment("base")
    assert environment == ["make", "base", "clear", "base"]

    about = tmp_path / ".venv/pyvenv.cfg"
    about.write_text(about.read_text().replace(sys.executable, "/gone/python"))
    launcher.make_environment("base")
    assert environment[4:] == ["clear", "base"]


def test_the_quickest_installer_is_tried_first_and_the_next_when_it_fails(
    launcher, programs, monkeypatch
):
    uv = programs("uv")
    monkeypatch.setattr(launcher, "has_pip", lambda _python: True)
    tried = []

    def run(command, **_options):
        tried.append(str(command[0]))
        if command[0] == uv:
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(launcher, "run", run)
    launcher.install(Path("base.txt"), launcher.PYTHON)

    assert tried == [uv, str(launcher.PYTHON)]


PIP = """
print("Collecting a==1 (from -r base.txt (line 1))", flush=True)
print("  Downloading a-1-py3-none-any.whl (1 kB)")
print("Ignoring b: markers 'sys_platform == win32' don't match your environment")
print("Installing collected packages: a")
"""


def test_where_someone_looks_pip_is_counted_package_by_package(launcher, tmp_path, capsys):
    lock = tmp_path / "base.txt"
    lock.write_text("# made\na==1 \\\n    --hash=sha256:00==\nb==2 ; sys_platform == 'win32'\n")

    launcher.counted([sys.executable, "-c", PIP], launcher.packages(lock))

    drawn = capsys.readouterr().out
    steps = [f"{n}/2 packages" for n in (1, 2)]
    assert drawn.index(steps[0]) < drawn.index(steps[1])
    assert f"[{'#' * 10}{'-' * 10}] 1/2" in drawn
    assert shown(drawn).strip() == ""  # the line is left as it was


def shown(drawn):
    """Return what a terminal shows in the end."""
    cells, at = {}, 0
    for sign in drawn:
        if sign == "\b":
            at -= 1
        else:
            cells[at], at = sign, at + 1
    return "".join(cells[n] for n in sorted(cells))


def test_a_pip_that_fails_while_it_is_counted_is_a_step_that_failed(launcher):
    with pytest.raises(subprocess.CalledProcessError):
        launcher.counted([sys.executable, "-c", "print('Collecting a'); raise SystemExit(1)"], 2)


@pytest.mark.parametrize("is_watched", [True, False])
def test_only_where_someone_looks_is_anything_counted(launcher, programs, monkeypatch, is_watched):
    done = []
    monkeypatch.setattr(launcher, "has_pip", lambda _python: True)
    monkeypatch.setattr(launcher, "packages", lambda _lock: 1)
    monkeypatch.setattr(launcher, "run", lambda command, **_options: done.append("run"))
    monkeypatch.setattr(launcher, "counted", lambda command, total: done.append("counted"))
    monkeypatch.setattr(launcher.sys.stdout, "isatty", lambda: is_watched, raising=False)

    launcher.install(Path("base.txt"), launcher.PYTHON)

    assert done == ["counted" if is_watched else "run"]


def test_without_a_pip_of_its_own_the_systems_pip_installs_into_it(launcher, programs, monkeypatch):
    monkeypatch.setattr(launcher, "has_pip", lambda python: str(python) == sys.executable)

    (way,) = launcher.installers(launcher.PYTHON)

    assert way[:5] == [sys.executable, "-m", "pip", "--python", launcher.PYTHON]


def test_without_any_installer_a_sentence_says_what_to_install(launcher, programs, monkeypatch):
    monkeypatch.setattr(launcher, "has_pip", lambda _python: False)

    with pytest.raises(SystemExit, match="python3-venv or python3-pip"):
        launcher.install(Path("base.txt"), launcher.PYTHON)


@pytest.mark.parametrize(
    "version, is_enough", [("v20.0.0", True), ("v24.19.0", True), ("v18.19.0", False), ("", False)]
)
def test_the_systems_node_is_used_from_version_20_on(launcher, programs, version, is_enough):
    programs("npm")
    assert not launcher.has_node()

    programs("node", version)
    assert launcher.has_node() is is_enough


@pytest.fixture
def frontend(launcher, tmp_path, monkeypatch):
    """A checkout with one script, and a Node that is there; give what was run: the words of each command."""
    for name in ("FRONTEND", "BUILT", "TOOLS"):
        monkeypatch.setattr(launcher, name, tmp_path / name)
        (tmp_path / name).mkdir()
    (tmp_path / "FRONTEND/src").mkdir()
    (tmp_path / "FRONTEND/src/desk.ts").write_text("1")
    monkeypatch.setattr(launcher, "has_node", lambda: True)
    ran = []
    codes = {"types": 0}

    def run(words, **_options):
        ran.append(words[-1])
        return subprocess.CompletedProcess(words, codes.get(words[-1], 0))

    monkeypatch.setattr(launcher.subprocess, "run", run)
    return ran, codes


def test_assets_are_built_once_and_again_when_a_script_changes(launcher, frontend, tmp_path):
    ran, _codes = frontend
    launcher.make_assets()
    launcher.make_assets()
    assert ran == ["--loglevel=error", "build.mjs"]

    (tmp_path / "FRONTEND/src/desk.ts").write_text("2")
    launcher.make_assets()
    assert ran.count("build.mjs") == 2


def test_a_check_looks_at_the_types_of_scripts_that_were_built_without_it(launcher, frontend):
    ran, _codes = frontend
    launcher.make_assets()
    launcher.make_assets(checked=True)
    launcher.make_assets(checked=True)

    assert ran.count("types") == 1


def test_a_script_whose_types_do_not_hold_ends_the_check_and_is_looked_at_again(launcher, frontend):
    ran, codes = frontend
    codes["types"] = 2

    for _turn in range(2):
        with pytest.raises(SystemExit, match="types of the scripts do not hold"):
            launcher.make_assets(checked=True)

    assert ran.count("types") == 2
    assert "build.mjs" not in ran


def test_an_old_python_is_refused_with_a_sentence(launcher, monkeypatch, capsys):
    monkeypatch.setattr(launcher.sys, "version_info", (3, 10, 4))

    assert launcher.main(["demo"]) == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().out


def test_an_old_python_can_read_it_to_the_end():
    tree = ast.parse((ROOT / "jinguo").read_text("utf-8"), feature_version=(3, 6))

    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    arguments = [one for f in functions for one in [*f.args.args, *f.args.kwonlyargs]]
    written = [f.returns for f in functions] + [one.annotation for one in arguments]
    evaluated = [one for one in written if isinstance(one, ast.Subscript | ast.BinOp)]
    assert evaluated == []  # Python 3.6 knows neither list[str] nor str | None
    assert not [n for n in ast.walk(tree) if getattr(n, "module", "") == "__future__"]


def test_a_sign_younger_than_the_oldest_python_would_be_found():
    with pytest.raises(SyntaxError):
        ast.parse("if (uv := 1): pass", feature_version=(3, 6))
