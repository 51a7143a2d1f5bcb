"""The demonstration's command line: a scale that cannot be played is refused before anything is made."""

import json

import pytest
from click.testing import CliRunner
from rich.console import Console

from jinguo.cli import demo
from jinguo.core.errors import Refused
from jinguo.demo import year


@pytest.mark.parametrize("scale", ["0.02", "0.0229", "0", "-1", "1.01", "nan"])
def test_a_scale_that_cannot_be_played_is_refused_in_a_sentence(scale, monkeypatch):
    monkeypatch.setattr(demo, "start_server", lambda: pytest.fail("something was made"))

    answer = CliRunner().invoke(demo.command, ["--scale", scale])

    assert answer.exit_code == 2
    assert "The smallest possible scale is 0.023" in answer.output
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("scale", ["0.023", "0.03", "1"])
def test_a_scale_that_can_be_played_passes(scale, monkeypatch):
    class Begun(Exception):
        """The command went on to make things."""

    def begin():
        raise Begun

    monkeypatch.setattr(demo, "start_server", begin)

    assert isinstance(CliRunner().invoke(demo.command, ["--scale", scale]).exception, Begun)


@pytest.fixture
def played(tmp_path, monkeypatch):
    """A demonstration played to its end at scale 0.05; give what is printed of it."""
    (tmp_path / "played.json").write_text(json.dumps({"scale": 0.05}))
    printed = []
    for name in ("start_server", "prepare"):
        monkeypatch.setattr(demo, name, lambda **_options: None)
    monkeypatch.setattr(demo.language, "set_up", lambda: None)  # it asks the shell
    monkeypatch.setattr(demo.clearing, "check_droppable", lambda: None)
    monkeypatch.setattr(year, "marker", lambda: tmp_path / "played.json")
    monkeypatch.setattr(year, "is_played", lambda: True)
    monkeypatch.setattr(year, "play", lambda **_given: pytest.fail("it is there already"))
    for name in ("print_outcomes", "print_report", "print_accounts"):
        monkeypatch.setattr(demo, name, printed.append)
    return printed


def test_another_scale_than_the_one_played_is_refused_and_says_what_to_do(played):
    with pytest.raises(Refused, match=r"played at scale 0\.05, not 0\.1\. Add --fresh"):
        demo.play(fresh=False, scale=0.1, console=Console())

    assert not played


@pytest.mark.parametrize("scale", [None, 0.05])
def test_a_second_run_starts_from_what_is_there(scale, played):
    demo.play(fresh=False, scale=scale, console=Console())

    assert len(played) == 3
