"""What the tables an erasure goes through are called, and its lines as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.people.erasing import Does, Line, Why

RECORDS: dict[str, str | Promise] = {
    "activities.Attendance": _("Who was there: reasons for absence"),
    "activities.Block": _("Days without enrolment"),
    "activities.Certificate": _("Certificates, by their numbers"),
    "activities.Charge": _("Minding of a child: allergies and code"),
    "activities.Enrolment": _("Places in activities"),
    "activities.Feedback": _("Feedback: the words"),
    "activities.Helper": _("Activities she helps at"),
    "activities.Incident": _("What happened while a child was minded"),
    "activities.Intent": _("Interest in jobs"),
    "activities.Outcome": _("What became of it: the income"),
    "activities.PickUp": _("Who may fetch a child"),
    "activities.Session": _("Sessions she taught: her name"),
    "activities.Standing": _("Groups she belongs to"),
    "activities.Stay": _("When a child came and was fetched"),
    "activities.StatedStage": _("The stage her family is in"),
    "assess.Application": _("Applications of her household"),
    "assess.Photo": _("Pictures of her household, with their files"),
    "assess.Recognition": _("Levels her household held"),
    "assess.Sampled": _("Draws her household was in"),
    "audit.Event": _("Trail"),
    "desk.LastLook": _("When staff last looked at what is new"),
    "desk.SavedFilter": _("Filters that staff kept"),
    "ledger.Entry": _("Points of her household"),
    "ledger.HandOver": _("Goods she received"),
    "members.Appointment": _("Appointments"),
    "members.Assignment": _("Communities she taught in"),
    "members.Membership": _("Memberships of associations"),
    "members.RecordCheck": _("Days of checks of the record"),
    "members.Service": _("Hours of volunteers"),
    "members.Volunteer": _("Volunteers: their skills"),
    "notices.Entry": _("Lines of public notices: the masked name"),
    "notices.InboxMessage": _("Messages in her inbox"),
    "notices.Message": _("Messages sent: their contents"),
    "notices.MessageChange": _("Steps of messages sent"),
    "notices.Objection": _("Objections: who made them and what they say"),
    "notices.SafeContact": _("How she may be reached"),
    "org.Account": _("Account"),
    "people.Change": _("History of the record"),
    "people.Consent": _("Consents"),
    "people.DataRequest": _("Requests about data: the words"),
    "people.Erased": _("Erasures she is in"),
    "people.Guardianship": _("Guardianships"),
    "people.Household": _("Household off the register: name and address"),
    "people.KeptApart": _("Decisions on duplicates"),
    "people.Membership": _("Places in households"),
    "people.Merge": _("Mergers: the reason"),
    "people.Person": _("Her record: name, birth, ID number, phone"),
    "people.Resident": _("The phone she signs in with"),
    "people.Restraint": _("Restrictions and holds: the reasons"),
    "people.Reveal": _("Values shown: the purpose"),
    "sites.SitePost": _("Heads and helpers of sites"),
}


@dataclass(frozen=True)
class Row:
    """One line of a plan or a certificate, in words."""

    title: str | Promise
    count: int
    does: str
    tag: str
    why: str | Promise


TAGS = {Does.REMOVE: "bad", Does.BLANK: "warn", Does.KEEP: ""}


def rows_of(lines: Iterable[Line | Mapping[str, Any]]) -> list[Row]:
    """Return the lines of a plan, or of a certificate, in words."""
    found = [one if isinstance(one, Line) else Line(**one) for one in lines]
    return [
        Row(
            RECORDS.get(one.record, one.record),
            one.count,
            str(Does(one.does).label),
            TAGS[Does(one.does)],
            Why(one.why).label if one.why else "",
        )
        for one in found
    ]
