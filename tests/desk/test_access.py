"""Who may open which page: every route, every role."""

from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from jinguo.desk.middleware import OPEN, OWN
from jinguo.org.roles import roles
from tests.make import desk

CHAIR, EXECUTIVE, TOWN = "village-chair", "executive", "town-officer"
DISTRICT, LEADER, AUDITOR = "district-officer", "district-leader", "auditor"
SECURITY, SYSTEM, DATA = "security-administrator", "system-administrator", "data-officer"
OBJECTIONS, ASSESSOR = "objection-officer", "third-party-assessor"
COUNSELLOR = "counsellor"

ALL = {
    CHAIR,
    EXECUTIVE,
    TOWN,
    DISTRICT,
    LEADER,
    OBJECTIONS,
    ASSESSOR,
    COUNSELLOR,
    AUDITOR,
    SECURITY,
    SYSTEM,
    DATA,
}
FIELD = {CHAIR, EXECUTIVE, TOWN, DISTRICT}
PEOPLE = FIELD | {DATA, COUNSELLOR}
ENROL = FIELD | {COUNSELLOR}
PLAN = {CHAIR, TOWN, DISTRICT}
KEEPERS = {CHAIR, TOWN, DATA}
OFFICES = {TOWN, DISTRICT, AUDITOR, SECURITY, SYSTEM, DATA}
NOTICED = FIELD | {LEADER, OBJECTIONS}
SEEN, MANAGERS = FIELD | {LEADER}, {CHAIR, TOWN, DISTRICT}
NOT_BELOW = {TOWN}  # holds the right, but the district's own things are out of her reach

# Route: who may, and who holds the right but not there.
TABLE = {
    "home": (ALL, set()),
    "me": (ALL, set()),
    "password": (ALL, set()),
    "go-on": (ALL, set()),
    "language": (ALL, set()),
    "end-sessions": (ALL, set()),
    "news": (ALL, set()),
    "news-count": (ALL, set()),
    "news-seen": (ALL, set()),
    "filters": (ALL, set()),
    "save-filter": (ALL, set()),
    "rename-filter": (ALL, set()),
    "delete-filter": (ALL, set()),
    "plan-line": (FIELD | {LEADER, SYSTEM}, set()),
    "programme": (FIELD | {LEADER, SYSTEM}, set()),
    "households": (PEOPLE, set()),
    "household": (PEOPLE, set()),
    "add-household": (KEEPERS, set()),
    "close-household": (KEEPERS, set()),
    "edit-household": (KEEPERS, set()),
    "add-member": (KEEPERS, set()),
    "edit-member": (KEEPERS, set()),
    "member-left": (KEEPERS, set()),
    "change-head": (KEEPERS, set()),
    "duplicates": ({TOWN, DISTRICT, DATA}, set()),
    "duplicate": ({TOWN, DISTRICT, DATA}, set()),
    "keep-apart": ({TOWN, DISTRICT, DATA}, set()),
    "record-guardian": (KEEPERS, set()),
    "record-consent": (KEEPERS, set()),
    "withdraw-consent": (KEEPERS, set()),
    "reveal": ({TOWN, DISTRICT, DATA}, set()),
    "export-households": ({TOWN, DISTRICT}, set()),
    "export-courtyards": ({TOWN, DISTRICT}, set()),
    "export-accounts": ({TOWN, DISTRICT}, set()),
    "requests": ({DISTRICT, DATA}, set()),
    "request": ({DISTRICT, DATA}, set()),
    "take-request": ({DISTRICT, DATA}, set()),
    "points": (FIELD, set()),
    "record-points": (FIELD, set()),
    "account-points": (FIELD, set()),
    "hand-goods-over": (FIELD, set()),
    "take-points-back": (FIELD, set()),
    "store": (FIELD, set()),
    "good": (FIELD, set()),
    "good-act": ({CHAIR, TOWN}, set()),
    "export-points": ({TOWN, DISTRICT}, set()),
    "export-goods": ({TOWN, DISTRICT}, set()),
    "sites": (FIELD | {LEADER}, set()),
    "quiet-sites": (FIELD | {LEADER}, set()),
    "site": (FIELD | {LEADER}, set()),
    "site-door-code": (FIELD | {LEADER}, set()),
    "site-door-sheet": (FIELD | {LEADER}, set()),
    "site-act": (FIELD | {LEADER}, set()),
    "site-line-act": (FIELD, set()),
    "propose-site": ({CHAIR, TOWN, DISTRICT}, set()),
    "change-site": ({CHAIR, TOWN, DISTRICT}, set()),
    "end-site-post": ({CHAIR, TOWN, DISTRICT}, set()),
    "check-site": ({TOWN, DISTRICT}, set()),
    "export-sites": ({TOWN, DISTRICT}, set()),
    "members": (SEEN, set()),
    "export-members": ({TOWN, DISTRICT}, set()),
    "new-member": (MANAGERS, set()),
    "choose-person": (MANAGERS, set()),
    "new-body": ({DISTRICT}, set()),
    "body": (SEEN, set()),
    "body-act": ({DISTRICT}, set()),
    "member": (SEEN, set()),
    "member-act": (MANAGERS, set()),
    "agreements": (SEEN, set()),
    "export-agreements": ({TOWN, DISTRICT}, set()),
    "new-agreement": (MANAGERS, set()),
    "agreement": ({TOWN, DISTRICT, LEADER}, {CHAIR, EXECUTIVE}),  # the town's own
    "agreement-act": ({TOWN, DISTRICT}, {CHAIR}),
    "do-duty": ({TOWN, DISTRICT}, {CHAIR}),
    "volunteers": (SEEN, set()),
    "export-volunteers": ({TOWN, DISTRICT}, set()),
    "new-volunteer": (MANAGERS, set()),
    "volunteer": (SEEN, set()),
    "volunteer-act": (MANAGERS, set()),
    "take-service-back": (MANAGERS, set()),
    "appointments": (SEEN, set()),
    "export-appointments": ({TOWN, DISTRICT}, set()),
    "new-appointment": ({DISTRICT}, set()),
    "appointment": (SEEN, set()),
    "appointment-act": (MANAGERS, set()),
    "letter": ({DISTRICT}, set()),
    "new-assignment": ({DISTRICT}, set()),
    "assignments": (SEEN, set()),
    "export-assignments": ({TOWN, DISTRICT}, set()),
    "assignment": (SEEN, set()),
    "assignment-act": ({DISTRICT}, set()),
    "activities": (ENROL | {LEADER}, set()),
    "activity": (ENROL | {LEADER}, set()),
    "activity-draw": (ENROL | {LEADER}, set()),
    "activity-feedback": (ENROL | {LEADER}, set()),
    "absences": (ENROL | {LEADER}, set()),
    "fair": (ENROL | {LEADER}, set()),
    "poster": (ENROL | {LEADER}, set()),
    "export-activities": ({TOWN, DISTRICT}, set()),
    "plan-activity": (PLAN, set()),
    "activity-act": (PLAN, set()),
    "session-act": (PLAN, set()),
    "activity-certificates": (PLAN, set()),
    "printed-certificates": (PLAN, set()),
    "draws": (PLAN, set()),
    "duties": (PLAN, set()),
    "add-stall": (PLAN, set()),
    "add-vacancy": (PLAN, set()),
    "record-sales": (PLAN, set()),
    "record-intent": (PLAN, set()),
    "settle-intent": (PLAN, set()),
    "book": (ENROL, set()),
    "book-person": (ENROL, set()),
    "paste-list": (ENROL, set()),
    "entry-act": (ENROL, set()),
    "scanned": (ENROL, set()),
    "confirmations": (ENROL, set()),
    "offers": (ENROL, set()),
    "door": (ENROL, set()),
    "door-code": (ENROL, set()),
    "mark-attendance": (ENROL, set()),
    "type-codes": (ENROL, set()),
    "hold-session": (ENROL, set()),
    "sign-in-list": (ENROL, set()),
    "minded": (ENROL, set()),
    "charge": (ENROL, set()),
    "come-or-go": (ENROL, set()),
    "allergies": (ENROL, set()),
    "record-incident": (ENROL, set()),
    "follow-ups": (ENROL, set()),
    "outcome": (ENROL, set()),
    "excuse": ({TOWN, DISTRICT}, set()),
    "appeals": ({TOWN, DISTRICT}, set()),
    "appeal": ({TOWN, DISTRICT}, set()),
    "courtyards": (FIELD | {LEADER}, set()),
    "apply": (FIELD, set()),
    "act": (FIELD | {LEADER}, set()),
    "application": (FIELD | {LEADER}, set()),
    "recognition": (FIELD | {LEADER}, set()),
    "take-back-act": (FIELD | {LEADER}, set()),
    "certificate": ({TOWN, DISTRICT}, set()),
    "print-plaques": ({TOWN, DISTRICT}, set()),
    "printing": (set(), {TOWN, DISTRICT}),  # only whoever asked
    "printed-plaques": (set(), {TOWN, DISTRICT}),
    "printed-file": (set(), {TOWN, DISTRICT}),
    "inspect": ({TOWN, DISTRICT}, set()),
    "put-right": ({TOWN, DISTRICT}, set()),
    "score": ({TOWN, DISTRICT}, set()),
    "add-photos": (FIELD, set()),
    "photo": (FIELD, {LEADER}),
    "picture": (FIELD, {LEADER}),
    "thumbnail": (FIELD, {LEADER}),
    "score-sheets": ({TOWN, DISTRICT}, set()),
    "rounds": ({DISTRICT, LEADER}, set()),
    "new-round": ({DISTRICT}, set()),
    "round": ({DISTRICT, LEADER}, set()),
    "round-act": ({DISTRICT}, set()),
    "round-publication": ({DISTRICT, LEADER}, set()),
    "round-record": ({DISTRICT, LEADER}, set()),
    "round-assessors": ({DISTRICT}, set()),
    "drop-assessor": ({DISTRICT}, set()),
    "visit-sheets": ({DISTRICT}, set()),
    "round-visits": ({DISTRICT}, set()),
    "round-visit": ({DISTRICT}, set()),
    "round-results": ({DISTRICT, LEADER}, set()),
    "own-visits": ({DISTRICT, ASSESSOR}, set()),
    "own-visit": (set(), {DISTRICT, ASSESSOR}),  # it was drawn for another assessor
    "visit-way": ({DISTRICT, ASSESSOR}, set()),
    "visit-missed": ({DISTRICT, ASSESSOR}, set()),
    "area-levels": (FIELD | {LEADER}, set()),
    "area-level-act": ({TOWN, DISTRICT}, set()),
    "export-area-levels": ({TOWN, DISTRICT}, set()),
    "inspection-plans": (FIELD | {LEADER}, set()),
    "draw-inspections": ({TOWN, DISTRICT}, set()),
    "inspection-plan": (FIELD | {LEADER}, set()),
    "export-inspection-plan": ({TOWN, DISTRICT}, set()),
    "ledger": (FIELD | {LEADER}, set()),
    "export-ledger": ({TOWN, DISTRICT}, set()),
    "retention": (FIELD | {LEADER}, set()),
    "gaps": (FIELD | {LEADER}, set()),
    "notices": (NOTICED, set()),
    "new-notice": ({CHAIR, TOWN, DISTRICT}, set()),
    "notice": (NOTICED, set()),
    "change-notice": ({DISTRICT}, {CHAIR, TOWN}),
    "notice-act": ({DISTRICT, LEADER}, set()),
    "print-notice": (NOTICED, set()),
    "follow-objection": ({TOWN, DISTRICT, OBJECTIONS}, set()),
    "object-to": ({TOWN, DISTRICT, OBJECTIONS}, set()),
    "objection": ({TOWN, DISTRICT, OBJECTIONS}, set()),
    "reveal-objector": ({OBJECTIONS}, set()),
    "messages": ({CHAIR, TOWN, DISTRICT}, set()),
    "message": ({CHAIR, TOWN, DISTRICT}, set()),
    "messages-again": ({TOWN, DISTRICT}, set()),
    "figure": (FIELD | {LEADER}, set()),
    "screen": (FIELD | {LEADER}, set()),
    "brief": (FIELD | {LEADER}, set()),
    "export-records": ({TOWN, DISTRICT}, set()),
    "take-back": ({DISTRICT}, set()),
    "reports": ({TOWN, DISTRICT, LEADER}, set()),
    "report": ({DISTRICT, LEADER}, {TOWN}),
    "report-document": ({DISTRICT, LEADER}, {TOWN}),
    "report-annex": ({DISTRICT, LEADER}, {TOWN}),
    "report-freeze": ({DISTRICT, LEADER}, {TOWN}),
    "freeze-document": ({DISTRICT, LEADER}, {TOWN}),
    "freeze-annex": ({DISTRICT, LEADER}, {TOWN}),
    "compare-report": ({DISTRICT, LEADER, TOWN}, set()),
    "freeze-report": ({DISTRICT}, set()),
    "reopen-report": ({DISTRICT}, set()),
    "imports": ({TOWN, DISTRICT}, set()),
    "import": ({TOWN, DISTRICT}, set()),
    "check-import": ({TOWN, DISTRICT}, set()),
    "apply-import": ({TOWN, DISTRICT}, set()),
    "undo-import": ({TOWN, DISTRICT}, set()),
    "annotated-import": ({TOWN, DISTRICT}, set()),
    "make-token": ({DISTRICT, DATA}, set()),
    "revoke-own-token": ({DISTRICT, DATA}, set()),
    "revoke-token": ({SECURITY}, set()),
    "accounts": (OFFICES, set()),
    "account": (OFFICES, set()),
    "roles": (OFFICES, set()),
    "open-account": ({SYSTEM}, set()),
    "open-unit": ({SYSTEM}, set()),
    "disable-account": ({SYSTEM}, set()),
    "enable-account": ({SYSTEM}, set()),
    "reset-account": ({SYSTEM}, set()),
    "grant-post": ({SECURITY}, set()),
    "end-post": ({SECURITY}, set()),
    "hand-over": ({SECURITY}, set()),
    "handover-sheet": ({SECURITY}, set()),
    "audit": ({AUDITOR}, set()),
    "alerts": ({AUDITOR, SECURITY}, set()),
    "export-audit": ({AUDITOR}, set()),
    "audit-sheet": ({AUDITOR}, set()),
    "verify-audit": ({AUDITOR}, set()),
}

# What those who may get, by GET and by a POST without a field. Everything else is a page: see below.
PAGE, SENT = (200, 405), (200, 422)
DONE, FILE, INCOMPLETE, TOO_LATE = (405, 302), (405, 200), (405, 422), (405, 409)
ANSWERS = {
    "password": SENT,
    "go-on": (302, 405),  # nothing waits, so it leads home
    "language": DONE,
    "end-sessions": DONE,
    "request": SENT,
    "take-request": DONE,
    "news-seen": DONE,
    "save-filter": INCOMPLETE,
    "rename-filter": (405, 404),  # she keeps none
    "delete-filter": (405, 404),
    "add-household": SENT,
    "close-household": INCOMPLETE,
    "record-consent": INCOMPLETE,
    "withdraw-consent": DONE,
    "reveal": INCOMPLETE,
    "edit-household": SENT,
    "add-member": SENT,
    "edit-member": SENT,
    "member-left": SENT,
    "record-guardian": SENT,
    "change-head": SENT,
    "duplicate": SENT,
    "keep-apart": INCOMPLETE,
    "export-households": FILE,
    "record-points": SENT,
    "hand-goods-over": SENT,
    "take-points-back": SENT,
    "store": SENT,
    "good-act": INCOMPLETE,
    "export-points": FILE,
    "export-goods": FILE,
    "site-door-sheet": FILE,
    "site-act": SENT,
    "site-line-act": SENT,
    "propose-site": SENT,
    "change-site": SENT,
    "end-site-post": DONE,
    "check-site": SENT,
    "export-sites": FILE,
    "export-members": FILE,
    "new-member": (302, 302),  # who it is comes first
    "choose-person": SENT,
    "new-body": SENT,
    "body-act": SENT,
    "member-act": SENT,
    "export-agreements": FILE,
    "new-agreement": SENT,
    "agreement-act": SENT,
    "do-duty": SENT,
    "export-volunteers": FILE,
    "new-volunteer": (302, 302),
    "volunteer-act": SENT,
    "take-service-back": SENT,
    "export-appointments": FILE,
    "new-appointment": (302, 302),
    "appointment-act": SENT,
    "new-assignment": SENT,
    "export-assignments": FILE,
    "assignment-act": SENT,
    "export-courtyards": FILE,
    "export-accounts": FILE,
    "area-level-act": (422, 422),  # nothing is chosen
    "export-area-levels": FILE,
    "draw-inspections": SENT,
    "export-inspection-plan": FILE,
    "export-ledger": FILE,
    "export-records": FILE,
    "new-round": SENT,
    "round-act": SENT,
    "round-assessors": SENT,
    "drop-assessor": (405, 404),  # there is no such assessor
    "visit-sheets": (405, 404),
    "round-visit": SENT,
    "round-results": (409, 405),  # it is not closed
    "own-visit": SENT,
    "visit-way": (405, 404),  # it was drawn for another assessor
    "visit-missed": (405, 404),
    "new-notice": (422, 422),  # whom to list is not said
    "change-notice": SENT,
    "notice-act": SENT,
    "follow-objection": SENT,
    "object-to": SENT,
    "objection": SENT,
    "reveal-objector": INCOMPLETE,
    "activity-draw": (404, 404),  # no lot decides there
    "export-activities": FILE,
    "plan-activity": SENT,
    "activity-act": SENT,
    "session-act": SENT,
    "activity-certificates": SENT,  # it is not over
    "printed-certificates": (409, 405),  # none was issued
    "duties": SENT,
    "add-stall": INCOMPLETE,
    "add-vacancy": INCOMPLETE,
    "record-sales": INCOMPLETE,
    "record-intent": INCOMPLETE,
    "settle-intent": (405, 404),  # there is no such intent
    "book-person": (200, 302),
    "paste-list": SENT,
    "entry-act": (200, 302),
    "scanned": (200, 409),  # it begins tomorrow
    "mark-attendance": TOO_LATE,  # it has not begun
    "type-codes": INCOMPLETE,
    "hold-session": INCOMPLETE,
    "charge": SENT,  # no children are minded there
    "come-or-go": (404, 404),
    "allergies": (405, 404),
    "record-incident": INCOMPLETE,
    "outcome": SENT,
    "excuse": (404, 404),  # nobody was absent
    "appeal": (404, 404),  # nobody is blocked
    "apply": INCOMPLETE,
    "act": SENT,
    "take-back-act": (422, 422),  # which act is not said
    "score": SENT,
    "inspect": SENT,
    "print-plaques": TOO_LATE,  # the list is empty
    "put-right": (405, 404),  # there is no such fault
    "add-photos": SENT,
    "photo": SENT,
    "score-sheets": INCOMPLETE,
    "messages-again": INCOMPLETE,
    "reports": SENT,
    "compare-report": (422, 405),  # with which one is not said
    "take-back": SENT,
    "freeze-report": DONE,
    "reopen-report": INCOMPLETE,
    "imports": SENT,
    "check-import": INCOMPLETE,
    "apply-import": INCOMPLETE,
    "undo-import": TOO_LATE,  # it was not applied
    "make-token": SENT,
    "revoke-own-token": (405, 403),  # it is another's
    "revoke-token": DONE,
    "open-account": SENT,
    "open-unit": SENT,
    "disable-account": INCOMPLETE,
    "enable-account": TOO_LATE,  # it is open
    "reset-account": (405, 200),  # the password, once
    "grant-post": INCOMPLETE,
    "end-post": INCOMPLETE,
    "hand-over": SENT,
    "export-audit": FILE,
    "verify-audit": DONE,
}


def routes(patterns=None, space=""):
    """Every (name, pattern) the resolver knows, with its name space."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        else:
            inner = f"{entry.namespace}:" if entry.namespace else space
            yield from routes(entry.url_patterns, inner)


def address(name, world):
    """The address of a route, for the one thing there is of its kind."""
    known = {
        "account_id": world.account,
        "activity_id": world.activity,
        "area": desk.VILLAGE,
        "attendance_id": UUID(int=1),
        "block_id": UUID(int=1),
        "charge_id": UUID(int=1),
        "enrolment_id": world.enrolment,
        "form": "svg",
        "intent_id": UUID(int=1),
        "months": 3,
        "session_id": world.session,
        "stall_id": UUID(int=1),
        "application_id": world.application,
        "assessor_id": UUID(int=1),
        "design": "staged",
        "entry_id": world.line,
        "notice_id": world.draft if name == "change-notice" else world.notice,
        "objection_id": world.objection,
        "agreement_id": world.agreement,
        "appointment_id": world.appointment,
        "assignment_id": world.assignment,
        "batch_id": world.batch,
        "body_id": world.body,
        "duty_id": world.duty,
        "membership_id": world.membership,
        "purpose": "member",
        "service_id": world.service,
        "volunteer_id": world.volunteer,
        "code": desk.VILLAGE,
        "consent_id": world.consent,
        "fact_id": world.entry,
        "fault_id": UUID(int=1),
        "file_id": UUID(int=1),
        "good_id": world.good,
        "filter_id": UUID(int=1),
        "first_id": world.person,
        "freeze_id": world.freeze,
        "household_id": world.household,
        "measure": "courtyards.applied",
        "message_id": world.message,
        "of": "application",
        "name": "faults",
        "person_id": world.member,
        "photo_id": world.photo,
        "plan_id": world.plan,
        "post_id": world.post,
        "printing_id": world.printing,
        "recognition_id": world.recognition,
        "report_id": world.report,
        "request_id": world.request,
        "round_id": world.drafted_round if "assessor" in name else world.round,
        "second_id": world.member,
        "thing_id": world.application,
        "site_id": world.site,
        "keeper_id": world.keeper,
        "line_id": world.site_line,
        "token_id": world.token,
        "verb": {
            "notice-act": "withdraw",
            "activity-act": "cancel",
            "session-act": "move",
            "entry-act": "cancel",
            "round-act": "withdraw",
            "area-level-act": "confer",
            "site-act": "log",
            "site-line-act": "meet",
            "body-act": "charter",
            "member-act": "leave",
            "agreement-act": "activity",
            "volunteer-act": "serve",
            "appointment-act": "record-check",
            "assignment-act": "end",
        }.get(name, "recommend"),
        "visit_id": world.visit,
    }
    if name == "good-act":
        known["verb"] = "bring"
    if name == "take-points-back":
        known["entry_id"] = world.points
    known["key"] = "three-hard-problems" if name == "plan-line" else "courtyards"
    pattern = next(entry for route, entry in routes() if route == f"desk:{name}")
    made = reverse(f"desk:{name}", kwargs={k: known[k] for k in pattern.pattern.converters})
    return f"{made}?ids={world.application}" if name == "act" else made


def expected(name, role, *, by_post):
    """The one right answer of a route to a role."""
    may, elsewhere = TABLE[name]
    by_get, posted = ANSWERS.get(name, PAGE)
    if role not in may | elsewhere:
        return 403
    if by_post:
        return 404 if role in elsewhere and posted != 405 else posted
    return 404 if role in elsewhere else by_get


def test_the_table_names_every_route_and_every_role():
    assert set(TABLE) == {name.removeprefix("desk:") for name, _e in routes() if "desk:" in name}
    assert set(ANSWERS) <= set(TABLE)
    assert set(roles()) == ALL


def test_every_view_declares_who_may_use_it():
    for name, entry in routes():
        declared = getattr(entry.callback, "is_declared", False)
        assert declared == name.startswith(("desk:", "portal:")), name


@pytest.mark.parametrize("role", sorted(ALL))
def test_a_role_opens_its_pages_and_no_others(role, undone):
    browser = desk.desk(role)

    answers = {name: browser.get(address(name, undone)).status_code for name in TABLE}

    assert answers == {name: expected(name, role, by_post=False) for name in TABLE}


@pytest.mark.parametrize("role", sorted(ALL))
def test_a_role_does_its_acts_and_no_others(role, undone):
    browser = desk.desk(role)
    answers = {}

    for name in TABLE:
        with transaction.atomic():
            answers[name] = browser.post(address(name, undone)).status_code
            transaction.set_rollback(True)  # each act finds the world as it was

    assert answers == {name: expected(name, role, by_post=True) for name in TABLE}


def test_an_account_without_a_post_sees_its_own_pages_only(undone):
    browser = desk.desk("")
    own = {
        "home", "me", "password", "go-on", "language", "end-sessions",
        "news", "news-count", "news-seen", "filters", "save-filter", "rename-filter", "delete-filter",
    }  # fmt: skip

    for name in TABLE:
        status = browser.get(address(name, undone)).status_code
        assert status == (ANSWERS.get(name, PAGE)[0] if name in own else 403), (name, status)


def test_a_stranger_is_sent_to_the_sign_in_page(world):
    for name in set(TABLE) - {"language"}:
        response = Client().get(address(name, world))
        assert response.status_code == 302, name
        assert response.url.startswith("/sign-in/login/"), name


def test_no_page_of_the_account_library_is_open_that_we_do_not_show(undone):
    browser, stranger = desk.desk(), Client()

    for name, entry in routes():
        if (
            name.startswith(("desk:", "portal:", "api:"))
            or name in OPEN | OWN
            or entry.pattern.converters
        ):
            continue
        if "key" in str(entry.pattern) or "uidb36" in str(entry.pattern):
            continue
        # Some of them have no name, and lie where the library's own do.
        address = reverse(name) if entry.name else f"/sign-in/{entry.pattern}"
        assert browser.get(address).status_code == 404, name
        assert stranger.get(address).status_code == 302, name


def test_every_post_needs_its_token(undone):
    browser = desk.client(desk.someone("district-officer"), enforce_csrf_checks=True)

    for name, _entry in routes():
        if name.startswith("desk:"):
            response = browser.post(address(name.removeprefix("desk:"), undone))
            assert response.status_code == 403, name
            assert "too old" in response.content.decode(), name


@pytest.mark.parametrize(
    "name",
    [
        "household",
        "application",
        "recognition",
        "certificate",
        "import",
        "reveal",
        "close-household",
        "score",
        "edit-household",
        "add-member",
        "edit-member",
        "member-left",
        "change-head",
        "duplicate",
        "keep-apart",
        "inspect",
        "add-photos",
        "photo",
        "picture",
        "thumbnail",
        "member",
        "member-act",
        "agreement",
        "agreement-act",
        "do-duty",
        "volunteer",
        "volunteer-act",
        "take-service-back",
        "appointment",
        "appointment-act",
        "assignment",
        "record-points",
        "account-points",
        "hand-goods-over",
        "take-points-back",
        "store",
        "good",
        "good-act",
    ],
)
def test_the_next_town_does_not_know_that_it_is_there(name, undone):
    browser = desk.desk("town-officer", at="370211106")

    response = browser.get(address(name, undone))
    response = browser.post(address(name, undone)) if response.status_code == 405 else response

    assert response.status_code == 404


def test_a_figure_out_of_reach_is_not_there(undone):
    browser = desk.desk("town-officer")

    assert browser.get("/desk/figures/courtyards.demo?area=370211106").status_code == 404
    assert browser.get("/desk/figures/courtyards.demo?area=370211").status_code == 404
    assert browser.get("/desk/figures/courtyards.demo?area=370211105201").status_code == 200
