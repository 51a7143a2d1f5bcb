"""The pages of a round, gone through as people do."""

from django.urls import reverse
from django.utils import timezone

from jinguo.assess import actions
from jinguo.org.queries import actor_for
from tests.make import desk


def draft(**given):
    today = timezone.localdate().isoformat()
    return {
        "title": "六月抽查", "purpose": "district-check", "programme": "courtyards",
        "area": desk.DISTRICT, "frame_on": today, "due_on": today, "listed": "3", "unlisted": "0",
        "allocation": "proportional", "at_least": "2", "reserves": "1", **given,
    }  # fmt: skip


def page(browser, name, *args, **more):
    return browser.get(reverse(f"desk:{name}", args=args), **more).content.decode()


def post(browser, route, *args, **data):
    return browser.post(reverse(f"desk:{route}", args=args), data)


def do(browser, found, verb, **data):
    return post(browser, "round-act", found.id, verb, sure="yes", **data)


def visits_of(found):
    return list(found.visits.filter(state="open").order_by("code"))


def filled(visit, **given):
    points = {f"item-{n}": item["max"] for n, item in enumerate(visit.round.sheet.items)}
    return {
        "outcome": "met", "has_plaque": "yes", "knows_standard": "no", "ledger_agrees": "yes",
        "satisfaction": "4", **points, **given,
    }  # fmt: skip


def close(found, account):
    actor, now = actor_for(account, on=timezone.localdate()), timezone.now()
    for visit in visits_of(found):
        points = [item["max"] for item in found.sheet.items]
        finding = actions.FindingIn(
            outcome="met", has_plaque=True, points=points, knows_standard=True, ledger_agrees=True,
            satisfaction=5,
        )  # fmt: skip
        actions.fill_visit(
            actor=actor, visit_id=visit.id, finding=finding, on=timezone.localdate(), now=now
        )
