"""The trail in words: what an act is called, and why something was refused. The codes stay beside them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess import states as assess
from jinguo.audit.models import Event
from jinguo.desk.accounts.rights import role_titles
from jinguo.exchange.models import Run
from jinguo.notices import states as notices

Text = str | Promise

ACTS: dict[str, Text] = {
    "activities.read-roster": gettext_lazy("Give the list of an activity to a program, masked"),
    "assess.add-photo": gettext_lazy("Add a picture"),
    "assess.confer-area-level": gettext_lazy("Confer a level on an area"),
    "assess.draw-inspections": gettext_lazy("Draw inspections"),
    "assess.drop-assessor": gettext_lazy("Take an assessor off a round"),
    "assess.name-assessor": gettext_lazy("Name an assessor"),
    "assess.put-right": gettext_lazy("Strike off as put right"),
    "assess.take-record": gettext_lazy("Take the record of a draw out"),
    "assess.withdraw-area-level": gettext_lazy("Withdraw a level from an area"),
    "assess.withdraw-photo": gettext_lazy("Withdraw a picture"),
    "audit.export": gettext_lazy("Take the trail out"),
    "exchange.ask-plaques": gettext_lazy("Ask the background worker to print plaques"),
    "exchange.annotate": gettext_lazy("Take the annotated workbook out"),
    "exchange.apply": gettext_lazy("Write the rows of a workbook"),
    "exchange.certificate": gettext_lazy("Print a certificate"),
    "exchange.check": gettext_lazy("Check a workbook"),
    "exchange.door-sheet": gettext_lazy("Print the sheet for a door"),
    "exchange.export": gettext_lazy("Take a list out"),
    "exchange.plaques": gettext_lazy("Print plaques"),
    "exchange.score-sheets": gettext_lazy("Take score sheets out"),
    "exchange.take-plaques": gettext_lazy("Take printed plaques out"),
    "exchange.visit-sheets": gettext_lazy("Take visit sheets out"),
    "exchange.undo": gettext_lazy("Undo an import"),
    "exchange.upload": gettext_lazy("Upload a workbook"),
    "figures.correct": gettext_lazy("Take an entry of a figure back"),
    "keys.add": gettext_lazy("Make a new key"),
    "keys.rotate": gettext_lazy("Seal everything under the new key"),
    "ledger.add-good": gettext_lazy("Add a good to a store"),
    "ledger.brought": gettext_lazy("Bring goods into a store"),
    "ledger.change-good": gettext_lazy("Change a good of a store"),
    "ledger.expire": gettext_lazy("Let points expire"),
    "ledger.goods-back": gettext_lazy("Take goods back"),
    "ledger.hand-over": gettext_lazy("Hand goods over"),
    "ledger.record": gettext_lazy("Record points"),
    "ledger.take-back": gettext_lazy("Take points back"),
    "ledger.written-off": gettext_lazy("Write goods off"),
    "notices.confirm-safe-contact": gettext_lazy("Confirm how someone is reached"),
    "members.read": gettext_lazy("Give members of an association to a program, masked"),
    "notices.read": gettext_lazy("Read an objection"),
    "notices.reveal": gettext_lazy("Show who objects"),
    "notices.send-again": gettext_lazy("Send a message again"),
    "notices.send-message": gettext_lazy("Send a message"),
    "notices.set-safe-contact": gettext_lazy("Write down how someone is reached"),
    "org.add-second-step": gettext_lazy("Set up the second step"),
    "org.disable-account": gettext_lazy("Disable an account"),
    "org.enable-account": gettext_lazy("Open an account again"),
    "org.end-post": gettext_lazy("End a post"),
    "org.end-sessions": gettext_lazy("End all other sessions"),
    "org.grant-post": gettext_lazy("Give a post"),
    "org.hand-over-post": gettext_lazy("Hand a post over"),
    "org.import-areas": gettext_lazy("Import areas"),
    "org.make-token": gettext_lazy("Let a program act through a post"),
    "org.open-account": gettext_lazy("Open an account"),
    "org.open-unit": gettext_lazy("Open a unit"),
    "org.prove": gettext_lazy("Show again who one is"),
    "org.record-succession": gettext_lazy("Record a merger of areas"),
    "org.remove-second-step": gettext_lazy("Change the second step"),
    "org.rename-area": gettext_lazy("Rename an area"),
    "org.replace-password": gettext_lazy("Change one's own password"),
    "org.reset-password": gettext_lazy("Give a new one-time password"),
    "org.revoke-token": gettext_lazy("End a program's access"),
    "org.sign-in": gettext_lazy("Sign in"),
    "org.sign-out": gettext_lazy("Sign out"),
    "org.suspend-account": gettext_lazy("Suspend an unused account"),
    "org.take-back-post": gettext_lazy("Take a post back"),
    "people.add-member": gettext_lazy("Add a member"),
    "people.change-head": gettext_lazy("Change the head"),
    "people.close": gettext_lazy("Close a household"),
    "people.keep-apart": gettext_lazy("Keep two records apart"),
    "people.member-left": gettext_lazy("Record that a member left"),
    "people.merge-households": gettext_lazy("Merge two households"),
    "people.merge-persons": gettext_lazy("Merge two persons"),
    "people.move-member": gettext_lazy("Move a member"),
    "people.read": gettext_lazy("Give households to a program, masked"),
    "people.record-consent": gettext_lazy("Record a consent"),
    "people.register": gettext_lazy("Register households"),
    "people.reveal": gettext_lazy("Show a masked value"),
    "people.undo-registration": gettext_lazy("Undo a registration"),
    "people.update": gettext_lazy("Change a household"),
    "people.update-member": gettext_lazy("Change a member"),
    "people.withdraw-consent": gettext_lazy("Withdraw a consent"),
    "programmes.apply": gettext_lazy("Apply a pack"),
    "reports.export": gettext_lazy("Take a report out"),
    "reports.freeze": gettext_lazy("Freeze a report"),
    "reports.open": gettext_lazy("Open a report"),
    "reports.reopen": gettext_lazy("Reopen a report"),
    "sites.appoint": gettext_lazy("Name who keeps a site going"),
    "sites.approve": gettext_lazy("Approve a site"),
    "sites.change": gettext_lazy("Change what is said about a site"),
    "sites.check": gettext_lazy("Fill in the checklist of a site"),
    "sites.close": gettext_lazy("Close a site"),
    "sites.end-post": gettext_lazy("End a post at a site"),
    "sites.fall-dormant": gettext_lazy("Let a site fall dormant"),
    "sites.give-plaque": gettext_lazy("Give a site its plaque"),
    "sites.log-activity": gettext_lazy("Record an activity at a site"),
    "sites.meet-need": gettext_lazy("Say how a need was met"),
    "sites.note-need": gettext_lazy("Write down a need"),
    "sites.propose": gettext_lazy("Propose a site"),
    "sites.take-line-back": gettext_lazy("Take a line of a log back"),
    "sites.withdraw": gettext_lazy("Withdraw a proposed site"),
}

REASONS: dict[str, Text] = {
    "already-agreed": gettext_lazy("a consent is in force"),
    "already-decided": gettext_lazy("decided already"),
    "already-listed": gettext_lazy("on another notice"),
    "already-registered": gettext_lazy("on the register already"),
    "asked-too-soon": gettext_lazy("asked again too soon"),
    "checklist-incomplete": gettext_lazy("the checklist is not complete"),
    "columns-unfit": gettext_lazy("columns do not fit"),
    "consent-missing": gettext_lazy("no consent"),
    "denied": gettext_lazy("no such right"),
    "different-people": gettext_lazy("different people"),
    "disabled": gettext_lazy("the account is disabled"),
    "error": gettext_lazy("something went wrong"),
    "file-gone": gettext_lazy("the file was erased"),
    "file-not-kept": gettext_lazy("no such file"),
    "good-exists": gettext_lazy("the store has such a good"),
    "head-stays": gettext_lazy("the head cannot leave"),
    "heads-another-household": gettext_lazy("heads another household"),
    "identifier-found": gettext_lazy("holds an ID or phone number"),
    "invalid": gettext_lazy("filled in wrongly"),
    "key-reused": gettext_lazy("a call's key used for another"),
    "key-ring": gettext_lazy("the keys are missing"),
    "limit-reached": gettext_lazy("no more points in this time"),
    "locked": gettext_lazy("too many attempts"),
    "no-such-receipt": gettext_lazy("no such receipt"),
    "not-clear": gettext_lazy("not clear of its notice"),
    "not-found": gettext_lazy("not there"),
    "not-given": gettext_lazy("the plan gives no points for it"),
    "not-offered": gettext_lazy("the plan has no such kind of site"),
    "not-on-notice": gettext_lazy("not on notice"),
    "out-of-stock": gettext_lazy("not enough in stock"),
    "refused": gettext_lazy("not possible now"),
    "reveal-limit": gettext_lazy("the day's limit is reached"),
    "rows-wrong": gettext_lazy("rows are wrong"),
    "seal-broken": gettext_lazy("a seal does not hold"),
    "site-exists": gettext_lazy("the place has such a site"),
    "suspended": gettext_lazy("the account is suspended"),
    "too-few-points": gettext_lazy("too few points"),
    "too-many-calls": gettext_lazy("too many calls"),
    "unreadable-document": gettext_lazy("the document cannot be read"),
    "unreadable-file": gettext_lazy("the file cannot be read"),
    "unreadable-picture": gettext_lazy("the picture cannot be read"),
    "village-full": gettext_lazy("the village has no number left"),
    "wrong-code": gettext_lazy("wrong code"),
    "wrong-password": gettext_lazy("wrong password"),
    "wrong-state": gettext_lazy("not in this state"),
}


def act_text(action: str) -> str:
    """
    Return what an act of the trail is called, itself where it has no words.

    A page or call that refused something stands on the trail under its own name, ``desk.<page>`` or
    ``api.<operation>``.
    """
    if action in ACTS:
        return str(ACTS[action])
    module, _dot, verb = action.partition(".")
    if module == "desk":
        return _("A page or button of the workbench")
    if module == "api":
        return _("A call of a program")
    if action.startswith("exchange.ask-"):
        return _("Ask the background worker: %s") % Run.Act(verb.removeprefix("ask-")).label
    return str(_step_titles(module).get(verb, action))


def _step_titles(module: str) -> dict[str, Text]:
    """Return the titles of the steps of a table of states, by verb."""
    tables: dict[str, Sequence[assess.Step | notices.Step]] = {
        "assess": assess.STEPS,
        "notices": (*notices.STEPS, *notices.OBJECTION_STEPS),
    }
    return {step.verb: step.title for step in tables.get(module, ())}


def purpose_text(event: Event) -> str:
    """Return what an event says of its purpose: why it was refused, which post was given, or her words."""
    if event.result != "done":
        return str(REASONS.get(event.purpose, event.purpose))
    if event.action == "org.grant-post":
        return role_titles().get(event.purpose, event.purpose)
    return event.purpose
