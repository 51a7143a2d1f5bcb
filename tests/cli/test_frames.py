"""Click's own words are said in the run's language, also before anything is set up."""

import click
import pytest
from click.testing import CliRunner

from jinguo.cli import frames
from jinguo.cli.messages import compile_all


@pytest.fixture(autouse=True)
def _spoken():
    compile_all()
    frames.speak()


@click.command()
@click.option("--number", type=int, required=True)
@click.option("--id", "one", type=click.UUID)
def command(number, one):
    """Do nothing."""


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        ([], "Missing option '--number'", "缺少选项 '--number'"),
        (["--number", "x"], "Invalid value for '--number'", "'--number' 的值无效"),
        (["--number", "1", "--id", "x"], "'x' is not a valid UUID.", "'x' 不是有效的 UUID。"),
        (["--nothing"], "No such option '--nothing'.", "没有选项 '--nothing'。"),
        (["--help"], "Options:", "选项:"),
    ],
)
def test_a_run_says_it_in_its_language(monkeypatch, words, english, chinese):
    for code, said in (("en", english), ("zh-hans", chinese)):
        monkeypatch.setenv("JINGUO_LANG", code)
        assert said in CliRunner().invoke(command, words).output
