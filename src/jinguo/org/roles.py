"""
Roles, and what each may do: the one capability table, read from ``roles.yaml``.

Reach is the subtree of the post's unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


class Capability(StrEnum):
    """What can be allowed, named ``module.verb``."""

    ORG_VIEW = "org.view"  # see units, posts and accounts
    ORG_MANAGE_ACCOUNTS = "org.manage-accounts"  # make, disable, reset accounts
    ORG_GRANT_POSTS = "org.grant-posts"  # give and end posts
    ORG_MAKE_TOKENS = "org.make-tokens"  # let a program act through one's own post
    ORG_MANAGE_AREAS = "org.manage-areas"  # import areas, record mergers
    AUDIT_VIEW = "audit.view"
    AUDIT_ALERTS = "audit.alerts"  # see what on the trail should be looked at
    AUDIT_PACK = "audit.pack"  # take the pack for a year's audit out: counts by account, no person
    FIGURES_VIEW = "figures.view"
    FIGURES_CORRECT = "figures.correct"
    PEOPLE_VIEW = "people.view"  # masked
    PEOPLE_EDIT = "people.edit"
    PEOPLE_UNMASK = "people.unmask"
    PEOPLE_MERGE = "people.merge"
    PEOPLE_ANSWER_REQUESTS = "people.answer-requests"  # of persons about their own data
    EXCHANGE_IMPORT = "exchange.import"
    EXCHANGE_EXPORT = "exchange.export"
    POINTS_VIEW = "points.view"
    POINTS_RECORD = "points.record"  # record points, hand goods over
    POINTS_MANAGE = "points.manage"  # keep the store: goods, stock, goods brought back
    SITES_VIEW = "sites.view"
    SITES_PROPOSE = "sites.propose"  # propose a site, keep what is said about it, close it
    SITES_LOG = "sites.log"  # write its log
    SITES_CHECK = "sites.check"  # fill its checklist on site
    SITES_APPROVE = "sites.approve"  # approve it, give it its plaque
    MEMBERS_VIEW = "members.view"  # associations, agreements, volunteers, appointments
    MEMBERS_MANAGE = "members.manage"  # applications, agreements, hours
    MEMBERS_DECIDE = "members.decide"  # votes, appointments, assignments, early ends
    ASSESS_VIEW = "assess.view"
    ASSESS_APPLY = "assess.apply"
    ASSESS_RECOMMEND = "assess.recommend"
    ASSESS_SCORE = "assess.score"
    ASSESS_CERTIFY = "assess.certify"  # notice, objection, certification
    ASSESS_INSPECT = "assess.inspect"  # rectification, delisting, restoring
    ASSESS_VIEW_ROUNDS = "assess.view-rounds"  # rounds of evaluation and their results
    ASSESS_RUN_ROUNDS = "assess.run-rounds"  # draft, freeze, draw, send out, close
    ASSESS_VISIT = "assess.visit"  # fill the visits drawn for oneself
    ACTIVITIES_VIEW = "activities.view"
    ACTIVITIES_PLAN = "activities.plan"  # plan, publish, move, cancel; draw, certificates, fairs
    ACTIVITIES_ENROL = "activities.enrol"  # enrol others, cancel for them, confirm
    ACTIVITIES_ATTEND = "activities.attend"  # hold sessions, record who was there, mind children
    ACTIVITIES_COUNSEL = "activities.counsel"  # see who comes to a private activity
    ACTIVITIES_FORGIVE = "activities.forgive"  # excuse an absence, decide an appeal against a block
    ACTIVITIES_VERIFY = "activities.verify"  # record that somebody belongs to a group, by letter
    NOTICES_VIEW = "notices.view"
    NOTICES_DRAFT = "notices.draft"
    NOTICES_RELEASE = "notices.release"  # release, send back, withdraw what is released
    NOTICES_OBJECT = "notices.object"  # record an objection someone makes
    NOTICES_DECIDE = "notices.decide"  # read an objection and decide it
    NOTICES_REVEAL = "notices.reveal"  # see who made an objection
    NOTICES_VIEW_MESSAGES = "notices.view-messages"  # what was sent to people
    NOTICES_RESEND = "notices.resend"  # have a message sent again that did not go out
    NOTICES_KEEP_CONTACTS = "notices.keep-contacts"  # write down how someone may be reached
    PROGRAMMES_VIEW = "programmes.view"
    PROGRAMMES_APPLY = "programmes.apply"
    REPORTS_VIEW = "reports.view"
    REPORTS_FREEZE = "reports.freeze"


# What operations of the API ask for: of no other right has a program any use.
ASKED_OF_PROGRAMS = frozenset(
    {
        Capability.FIGURES_VIEW,
        Capability.PEOPLE_VIEW,
        Capability.PROGRAMMES_VIEW,
        Capability.SITES_VIEW,
        Capability.MEMBERS_VIEW,
        Capability.ACTIVITIES_VIEW,
        Capability.ACTIVITIES_ENROL,
        Capability.ACTIVITIES_ATTEND,
    }
)

# Three people, who do no business: whoever holds one of these roles holds no other.
ADMINISTRATORS = ("system-administrator", "security-administrator", "auditor")


@dataclass(frozen=True)
class Role:
    """A role as an administrator reads it."""

    id: str
    title: str
    title_en: str
    description: str
    description_en: str
    level: str
    capabilities: frozenset[str]


@cache
def roles() -> dict[str, Role]:
    """Return every role by id, in the order of the table."""
    table = YAML(typ="safe").load((Path(__file__).parent / "roles.yaml").read_text("utf-8"))
    known = set(Capability)
    found = {}
    for row in table["roles"]:
        unknown = set(row["capabilities"]) - known
        if unknown:
            raise ValueError(
                f"roles.yaml: {row['id']} names unknown capabilities {sorted(unknown)}"
            )
        found[row["id"]] = Role(**{**row, "capabilities": frozenset(row["capabilities"])})
    return found


def capabilities_of(role: str) -> frozenset[str]:
    """Return what a role may do; nothing for a role the table no longer knows."""
    known = roles().get(role)
    return known.capabilities if known else frozenset()
