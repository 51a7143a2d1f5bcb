"""Approved sites before the public: what is listed, what waits for it, and what an objection does."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.core.identifiers import IdentifierFound
from jinguo.notices import actions as notices
from jinguo.notices.actions.drafting import AlreadyListed
from jinguo.notices.models import Entry, Notice
from jinguo.sites import actions, queries
from jinguo.sites.policies import NotClear, WrongState
from tests.make import notices as noticed
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
SPOT, HOME = "fashion-spot", "womens-micro-home"
DAY = make.DAY


@pytest.fixture(autouse=True)
def _kinds():
    org.tree()
    make.publish(key=SPOT, notice_days=5)
    make.publish()


def day(after):
    return DAY + dt.timedelta(days=after)


def spot(state="approved", **said):
    return make.site(kind=SPOT, state=state, on=DAY, **said)


def draft(*sites, by=None):
    return actions.draft_notice(
        actor=by or noticed.writer(), site_ids=[one.id for one in sites],
        wording=replace(noticed.WORDING, count="natural"), now=people.instant(DAY),
    )  # fmt: skip


def released(*sites):
    made, writer = draft(*sites), noticed.writer()
    notices.propose(actor=writer, notice_id=made.id, now=people.instant(DAY))
    return notices.release(
        actor=noticed.second(), notice_id=made.id, starts_on=DAY, now=people.instant(DAY)
    )


@pytest.mark.slow
def test_a_notice_lists_sites_by_name_place_and_kind():
    one = spot(name="海边书屋")

    made = draft(one)

    [entry] = Entry.objects.filter(notice=made)
    assert (entry.name, entry.level, entry.is_person) == ("海边书屋", "妇女微家", False)
    assert (made.object_type, made.programme) == ("sites.site", "womens-micro-homes")


@pytest.mark.slow
def test_the_plaque_waits_for_the_end_of_the_notice():
    one = spot()
    with pytest.raises(NotClear, match="No plaque yet: on no public notice"):
        make.give_plaque(one, on=DAY)
    released(one)
    with pytest.raises(NotClear, match="on notice until"):
        make.give_plaque(one, on=day(4))

    opened = make.give_plaque(one, on=day(5))

    assert (opened.state, opened.plaque) == ("active", "WJ-370211-2020-0001")


@pytest.mark.slow
def test_a_kind_without_a_notice_gets_its_plaque_at_once_and_is_put_on_none():
    one = make.site(kind=HOME, state="approved", on=DAY)
    with pytest.raises(WrongState):
        draft(one)

    assert make.give_plaque(one, on=DAY).state == "active"


@pytest.mark.slow
def test_an_upheld_objection_takes_the_approval_back_and_one_not_upheld_does_not():
    bad, good = spot(name="甲书屋"), spot(name="乙书屋")
    made = released(bad, good)
    lines = {entry.object_id: entry for entry in made.entries.all()}
    for site, is_upheld in ((bad, True), (good, False)):
        receipt = noticed.objected(made, on=day(1), entry=lines[site.id])
        notices.decide(
            actor=noticed.decider(), objection_id=receipt.objection_id, is_upheld=is_upheld,
            answer="现场核查。", now=people.instant(day(2)),
        )  # fmt: skip

    assert [make.again(one).state for one in (bad, good)] == ["mature", "approved"]
    assert queries.history_of(make.again(bad))[0].reason == "现场核查。"
    assert queries.check_states() == []
    make.approve(bad, on=day(3))
    with pytest.raises(NotClear, match="Struck off"):
        make.give_plaque(bad, on=day(9))
    assert list(queries.to_be_noticed(noticed.writer(), bad)) == [make.again(bad)]


@pytest.mark.slow
def test_a_site_whose_proposal_is_withdrawn_leaves_the_draft():
    one, two = spot(name="甲书屋"), spot(name="乙书屋")
    made = draft(one, two)

    actions.withdraw(
        actor=make.chair(), site_id=one.id, reason="搬走了", on=DAY, now=people.instant(DAY)
    )

    assert [entry.object_id for entry in made.entries.all()] == [two.id]
    assert Notice.objects.get(id=made.id).state == "draft"


@pytest.mark.slow
def test_one_that_is_listed_is_not_listed_again():
    one, two = spot(name="甲书屋"), spot(name="乙书屋")
    draft(one)

    assert list(queries.to_be_noticed(noticed.writer(), one)) == [two]
    with pytest.raises(AlreadyListed):
        draft(one, two)


@pytest.mark.slow
def test_what_cannot_be_put_on_notice_says_so():
    make.publish(key="another", notice_days=5)
    other = make.site(kind="another", state="approved", on=DAY)
    with pytest.raises(WrongState):
        draft(spot(state="mature"))
    with pytest.raises(Refused, match="several kinds"):
        draft(spot(), other)
    with pytest.raises(NotFound):
        actions.draft_notice(
            actor=noticed.writer(), site_ids=[UUID(int=1)], wording=noticed.WORDING,
            now=people.instant(DAY),
        )  # fmt: skip
    with pytest.raises(Denied):
        draft(spot(), by=make.town())
    with pytest.raises(IdentifierFound):
        draft(spot(name="王姐13800001234"))
    assert not Notice.objects.exists()


@pytest.mark.slow
def test_a_person_s_name_is_still_refused_unmasked_by_the_database():
    made = draft(spot())
    with pytest.raises(IntegrityError), transaction.atomic():
        made.entries.update(is_person=True)


def test_a_kind_put_on_notice_has_plaques():
    with pytest.raises(Invalid, match="has plaques"):
        make.publish(key="plain", plaque="", notice_days=5)
