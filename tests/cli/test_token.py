"""Tokens from the command line: made for an account no person signs in with, listed, revoked."""

import re

import pytest
from click.testing import CliRunner
from django.utils import timezone

from jinguo.cli.token import command
from jinguo.core.errors import NotFound
from tests.make import api, desk, org

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(command, words)


@pytest.fixture
def account():
    org.tree()
    return desk.someone("district-officer", username="screen")


def create(*words, until="2099-01-01"):
    return run("create", "screen", "--name", "数据大屏", "--until", until, *words)


def soon():
    return f"{timezone.localdate().year + 1}-01-01"


@pytest.mark.slow
def test_a_token_is_made_listed_and_revoked(account):
    made = create("--area", "370211105", "--right", "figures.view", until=soon())

    [secret] = re.findall(r"jg_[\w-]+", made.output)
    [token_id] = re.findall(r"\(([0-9a-f-]{36})\)", made.output)
    about = api.caller(secret).get("/api/v1/token").json()
    assert (about["area"], about["rights"]) == ("370211105", ["figures.view"])
    listed = run("list").output
    assert token_id in listed and "数据大屏" in listed and secret not in listed
    assert "has no access any more" in run("revoke", token_id).output
    assert api.caller(secret).get("/api/v1/token").status_code == 401


@pytest.mark.slow
def test_an_account_without_one_such_post_is_refused(account):
    assert isinstance(create("--role", "auditor", until=soon()).exception, NotFound)
    assert isinstance(run("create", "nobody", "--name", "x", "--until", soon()).exception, NotFound)


@pytest.mark.slow
def test_a_token_lasts_a_year_at_most(account):
    assert "within a year" in str(create().exception)
