"""Every write to activities. Actor and instant are arguments; nothing is half-written."""

from jinguo.activities.actions.absences import (
    appeal,
    excuse,
    excuse_late_cancellation,
    lift_block,
    uphold_block,
)
from jinguo.activities.actions.agreements import record_agreement
from jinguo.activities.actions.attending import (
    ListRead,
    WrongCode,
    check_in,
    hold_session,
    read_list,
    record_attendance,
)
from jinguo.activities.actions.cards import (
    Charged,
    PickUpIn,
    change_card,
    read_allergies,
    renew_code,
    take_charge,
)
from jinguo.activities.actions.changing import (
    Venue,
    cancel_activity,
    cancel_series,
    cancel_session,
    change_capacity,
    move_series,
    move_session,
    move_sessions,
)
from jinguo.activities.actions.clashes import Clash
from jinguo.activities.actions.consenting import record_guardian_consent
from jinguo.activities.actions.drawing import (
    draw,
)
from jinguo.activities.actions.emptying import PART
from jinguo.activities.actions.enrolling import (
    AlreadyEnrolled,
    Decision,
    EntryIn,
    Full,
    enrol,
    enrol_many,
)
from jinguo.activities.actions.fairs import (
    add_stall,
    add_vacancy,
    correct_intent,
    record_intent,
    record_sales,
    remove_stall,
    remove_vacancy,
    settle_intent,
    take_back_intent,
)
from jinguo.activities.actions.finishing import (
    give_feedback,
    issue_certificates,
    record_outcome,
)
from jinguo.activities.actions.helping import AlreadyHelps, add_helper, end_helper
from jinguo.activities.actions.leaving import (
    accept_offer,
    cancel_enrolment,
    confirm,
    decline_offer,
    offer_freed_seats,
    refuse,
)
from jinguo.activities.actions.links import set_links
from jinguo.activities.actions.marking import Marked, mark_list
from jinguo.activities.actions.merging import (
    join_records,
)
from jinguo.activities.actions.minding import (
    WrongGuardianCode,
    note_guardian_told,
    read_incident,
    record_incident,
    sign_in,
    sign_out,
)
from jinguo.activities.actions.photographing import (
    Confirmed,
    Line,
    NoSheet,
    OtherSheet,
    Photographed,
    Reading,
    confirm_list,
    read_photographs,
)
from jinguo.activities.actions.planning import (
    OfferIn,
    SessionIn,
    add_sessions,
    plan_activity,
    plan_in_series,
    plan_series,
    publish,
)
from jinguo.activities.actions.printing import print_certificates, print_sign_in_list
from jinguo.activities.actions.publishing import (
    publish_ruleset,
)
from jinguo.activities.actions.reminding import remind
from jinguo.activities.actions.revising import (
    Terms,
    change_enrolment,
    change_instructor,
    change_words,
)
from jinguo.activities.actions.slots import (
    Duty,
    close_unbooked,
    link_counsellor,
    plan_duties,
)
from jinguo.activities.actions.stages import erase_stages, forget_stage, state_stage
from jinguo.activities.actions.standings import (
    END_REASONS,
    AlreadyVerified,
    end_standing,
    read_standings,
    verify_standing,
)
from jinguo.activities.actions.together import publish_series

__all__ = [
    "END_REASONS",
    "PART",
    "AlreadyEnrolled",
    "AlreadyHelps",
    "AlreadyVerified",
    "Charged",
    "Clash",
    "Confirmed",
    "Decision",
    "Duty",
    "EntryIn",
    "Full",
    "Line",
    "ListRead",
    "Marked",
    "NoSheet",
    "OfferIn",
    "OtherSheet",
    "Photographed",
    "PickUpIn",
    "Reading",
    "SessionIn",
    "Terms",
    "Venue",
    "WrongCode",
    "WrongGuardianCode",
    "accept_offer",
    "add_helper",
    "add_sessions",
    "add_stall",
    "add_vacancy",
    "appeal",
    "cancel_activity",
    "cancel_enrolment",
    "cancel_series",
    "cancel_session",
    "change_capacity",
    "change_card",
    "change_enrolment",
    "change_instructor",
    "change_words",
    "check_in",
    "close_unbooked",
    "confirm",
    "confirm_list",
    "correct_intent",
    "decline_offer",
    "draw",
    "end_helper",
    "end_standing",
    "enrol",
    "enrol_many",
    "erase_stages",
    "excuse",
    "excuse_late_cancellation",
    "forget_stage",
    "give_feedback",
    "hold_session",
    "issue_certificates",
    "join_records",
    "lift_block",
    "link_counsellor",
    "mark_list",
    "move_series",
    "move_session",
    "move_sessions",
    "note_guardian_told",
    "offer_freed_seats",
    "plan_activity",
    "plan_duties",
    "plan_in_series",
    "plan_series",
    "print_certificates",
    "print_sign_in_list",
    "publish",
    "publish_ruleset",
    "publish_series",
    "read_allergies",
    "read_incident",
    "read_list",
    "read_photographs",
    "read_standings",
    "record_agreement",
    "record_attendance",
    "record_guardian_consent",
    "record_incident",
    "record_intent",
    "record_outcome",
    "record_sales",
    "refuse",
    "remind",
    "remove_stall",
    "remove_vacancy",
    "renew_code",
    "set_links",
    "settle_intent",
    "sign_in",
    "sign_out",
    "state_stage",
    "take_back_intent",
    "take_charge",
    "uphold_block",
    "verify_standing",
]
