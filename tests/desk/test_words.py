"""Codes of the trail and of the role table are said in words, in both languages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

import jinguo
from jinguo.assess import states as assess
from jinguo.core import trail
from jinguo.core.errors import JinguoError
from jinguo.desk.accounts.rights import TITLES
from jinguo.desk.audit.acts import ACTS
from jinguo.desk.audit.reasons import REASONS
from jinguo.desk.audit.words import act_text
from jinguo.desk.templatetags.desk import near_day
from jinguo.exchange.models import Run
from jinguo.notices import states as notices
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from tests.make import desk, org

SOURCES = Path(jinguo.__file__).parent
OF_ASSESS = re.compile(r"""note\w*\(\s*actor,\s*"([a-z-]+)\"""")
NOTED = re.compile(r"""note\w*\(\s*[\w.]+,\s*(?:[\w.]+,\s*)?"([a-z]+\.[a-z-]+)\"""")


def noted():
    """Every act that the sources write on the trail by its whole name."""
    texts = (file.read_text("utf-8") for file in SOURCES.rglob("*.py"))
    return {name for text in texts for name in NOTED.findall(text)}


def noted_by_assess():
    """Every act that the actions of assess name by its verb alone."""
    texts = (file.read_text("utf-8") for file in (SOURCES / "assess/actions").rglob("*.py"))
    return {f"assess.{verb}" for text in texts for verb in OF_ASSESS.findall(text)}


def codes(error=JinguoError):
    return {error.code}.union(*(codes(one) for one in error.__subclasses__()))


def test_every_act_of_the_trail_has_words():
    steps = {f"assess.{step.verb}" for step in assess.STEPS}
    steps |= {f"notices.{step.verb}" for step in (*notices.STEPS, *notices.OBJECTION_STEPS)}
    steps |= {f"exchange.ask-{act}" for act in Run.Act.values}

    acts = noted() | noted_by_assess() | set(ACTS) | steps

    assert len(noted()) > 25
    assert [act for act in acts if act_text(act) == act] == []


def test_every_reason_of_a_refusal_has_words():
    assert codes() - set(REASONS) == set()


def test_every_right_has_words():
    assert set(TITLES) == set(Capability)


@pytest.mark.django_db
def test_the_pages_say_acts_reasons_and_rights_in_chinese():
    org.tree()
    trail.note(Actor.system("tests"), "people.reveal", result="refused", purpose="reveal-limit")
    trail.note(Actor.system("tests"), "org.grant-post", area="370211", purpose="town-officer")
    browser = desk.desk("auditor")
    browser.cookies["django_language"] = "zh-hans"

    with translation.override("zh-hans"):
        page = browser.get("/desk/audit/").content.decode()
        roles = browser.get("/desk/accounts/roles/").content.decode()

    assert "授予岗位" in page
    assert "镇街妇联干部" in page
    assert "导出名单" in roles
    assert "exchange.export" not in roles


@pytest.mark.parametrize(
    "day, in_chinese, in_english",
    [
        (date(2020, 8, 11), "8月11日", "August 11"),
        (date(2019, 8, 11), "2019年8月11日", "Aug. 11, 2019"),
    ],
)
def test_a_day_of_another_year_is_said_with_its_year(day, in_chinese, in_english):
    with time_machine.travel(datetime(2020, 5, 4, tzinfo=UTC)):
        with translation.override("zh-hans"):
            chinese = near_day(day)
        with translation.override("en"):
            english = near_day(day)

    assert (chinese, english) == (in_chinese, in_english)
