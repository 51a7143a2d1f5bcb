"""The documents: every link leads somewhere, every command named in them exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jinguo.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/jinguo/*/README.md")]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))

    missing = [one for one in targets if "://" not in one and not (page.parent / one).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_named_exist(page):
    named = set(re.findall(r"(?:\./|`)jinguo ([a-z]+)", page.read_text("utf-8")))

    assert named <= set(COMMANDS)
