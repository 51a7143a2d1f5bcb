"""A run speaks one language: `--lang`, else the shell's, else the installation's."""

from __future__ import annotations

import pytest

from jinguo.cli.language import of_run


@pytest.mark.parametrize(
    "variables, code",
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        ({"LANG": "en_US.UTF-8", "JINGUO_LANG": "zh-hans"}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, None),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({}, None),
    ],
)
def test_the_language_follows_the_first_variable_that_is_set(variables, code):
    assert of_run(variables) == code


@pytest.mark.slow
@pytest.mark.parametrize(
    "lang, said",
    [("en", "No embedded database is running.\n"), ("zh-hans", "没有正在运行的内置数据库。\n")],
)
def test_what_is_named_on_the_command_line_counts_before_the_shell(installation, lang, said):
    here = installation()
    here.environment |= {"LC_ALL": "en_US.UTF-8", "JINGUO_LANG": ""}

    assert here.run("--lang", lang, "stop") == (0, said)
