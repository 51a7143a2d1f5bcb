"""The demonstration's command line: a scale that cannot be played is refused before anything is made."""

import pytest
from click.testing import CliRunner

from jinguo.cli import demo


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
