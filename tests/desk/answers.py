"""What a page of the workbench answers to those who may open it."""

# What those who may get, by GET and by a POST without a field. Everything else is a page: see below.
PAGE, SENT = (200, 405), (200, 422)
DONE, FILE, INCOMPLETE, TOO_LATE = (405, 302), (405, 200), (405, 422), (405, 409)
ANSWERS = {
    "password": SENT,
    "go-on": (302, 405),  # nothing waits, so it leads home
    "language": DONE,
    "end-sessions": DONE,
    "request": SENT,
    "correct-as-asked": SENT,
    "safe-contact": (200, 404),  # it is said for what
    "take-request": DONE,
    "erasure": SENT,
    "kept-too-long": SENT,
    "person-data": SENT,
    "news-seen": DONE,
    "save-filter": INCOMPLETE,
    "rename-filter": (405, 404),  # she keeps none
    "delete-filter": (405, 404),
    "add-household": SENT,
    "close-household": INCOMPLETE,
    "take-back-household": (200, 409),  # she did not register it
    "record-consent": INCOMPLETE,
    "withdraw-consent": DONE,
    "reveal": INCOMPLETE,
    "sign-in-phone": SENT,
    "standings": SENT,
    "end-standing": SENT,
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
    "print-slip": (404, 405),  # nothing was handed over for these points
    "print-hand-overs": (409, 405),  # the store gave nothing out today
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
    "draft-site-notice": SENT,
    "add-site-picture": SENT,
    "site-picture": SENT,
    "export-sites": FILE,
    "export-quiet-sites": FILE,
    "export-notices": FILE,
    "export-messages": FILE,
    "export-requests": FILE,
    "export-rounds": FILE,
    "export-round-visits": FILE,
    "export-reports": FILE,
    "export-imports": FILE,
    "export-duplicates": FILE,
    "export-inspection-plans": FILE,
    "export-gaps": FILE,
    "export-roster": FILE,
    "export-absences": FILE,
    "export-incidents": FILE,
    "export-follow-ups": FILE,
    "export-alerts": FILE,
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
    "change-round": SENT,
    "round-act": SENT,
    "round-assessors": SENT,
    "round-visit-vetoes": TOO_LATE,  # nothing is recorded of it yet
    "pass-visits-on": (404, 404),  # nor here
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
    "series-act": SENT,
    "add-dates": SENT,
    "enrolment": SENT,
    "activity-certificates": SENT,  # it is not over
    "printed-certificates": (409, 405),  # none was issued
    "duties": SENT,
    "add-stall": INCOMPLETE,
    "add-vacancy": INCOMPLETE,
    "record-sales": INCOMPLETE,
    "record-intent": INCOMPLETE,
    "settle-intent": (405, 404),  # there is no such intent
    "correct-intent": (405, 404),
    "take-back-intent": (404, 404),
    "remove-stall": (405, 404),  # there is no such stall
    "remove-vacancy": (405, 404),
    "book-person": (200, 302),
    "paste-list": SENT,
    "entry-act": (200, 302),
    "scanned": (200, 409),  # it begins tomorrow
    "mark-attendance": TOO_LATE,  # it has not begun
    "type-codes": INCOMPLETE,
    "paper-list": SENT,
    "confirm-paper-list": TOO_LATE,
    "hold-session": INCOMPLETE,
    "helpers": SENT,
    "end-helper": (405, 404),  # nobody helps there
    "change-card": (404, 404),
    "renew-code": (404, 404),
    "charge": SENT,  # no children are minded there
    "come-or-go": (404, 404),
    "allergies": (405, 404),
    "record-incident": INCOMPLETE,
    "record-agreement": SENT,
    "incident": (404, 404),  # none has happened
    "guardian-told": (405, 404),
    "outcome": SENT,
    "excuse": (404, 404),  # nobody was absent
    "excuse-late": SENT,
    "appeal": (404, 404),  # nobody is blocked
    "record-appeal": (404, 404),
    "apply": INCOMPLETE,
    "act": SENT,
    "take-back-act": (422, 422),  # which act is not said
    "score": SENT,
    "inspect": SENT,
    "print-plaques": TOO_LATE,  # the list is empty
    "print-certificates": TOO_LATE,
    "put-right": (405, 404),  # there is no such fault
    "add-photos": SENT,
    "photo": SENT,
    "score-sheets": INCOMPLETE,
    "messages-again": INCOMPLETE,
    "message-told": INCOMPLETE,
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
    "take-audit-pack": INCOMPLETE,
    "verify-audit": DONE,
}
