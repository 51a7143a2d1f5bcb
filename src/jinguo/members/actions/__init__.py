"""Every write of this module. Actor, day and instant are arguments; nothing is half-written."""

from jinguo.members.actions.agreements import (
    AgreementIn,
    DutyIn,
    PartyExists,
    PartyIn,
    add_duty,
    add_party,
    do_duty,
    end_agreement,
    log_activity,
    renew,
    sign,
)
from jinguo.members.actions.appointments import (
    AlreadyAppointed,
    AppointmentIn,
    CommunityTaken,
    appoint,
    assign,
    end_appointment,
    end_assignment,
)
from jinguo.members.actions.attendance import ServiceSession, follow_attendance
from jinguo.members.actions.bodies import (
    BodyExists,
    adopt_charter,
    found_body,
    register_body,
)
from jinguo.members.actions.checks import tell_of_checks
from jinguo.members.actions.emptying import PART
from jinguo.members.actions.ending import end_by_day
from jinguo.members.actions.memberships import (
    AlreadyIn,
    MembershipIn,
    Vote,
    apply,
    check_application,
    expel,
    leave,
    record_vote,
    turn_down,
    withdraw,
)
from jinguo.members.actions.merging import join_records
from jinguo.members.actions.offices import (
    OfficeTaken,
    leave_office,
    list_in_directory,
    take_off_directory,
    take_office,
)
from jinguo.members.actions.publishing import publish_scheme
from jinguo.members.actions.volunteers import (
    AlreadyVolunteer,
    change_skills,
    enlist,
    record_check,
    record_service,
    stop,
    take_service_back,
)

__all__ = [
    "PART",
    "AgreementIn",
    "AlreadyAppointed",
    "AlreadyIn",
    "AlreadyVolunteer",
    "AppointmentIn",
    "BodyExists",
    "CommunityTaken",
    "DutyIn",
    "MembershipIn",
    "OfficeTaken",
    "PartyExists",
    "PartyIn",
    "ServiceSession",
    "Vote",
    "add_duty",
    "add_party",
    "adopt_charter",
    "apply",
    "appoint",
    "assign",
    "change_skills",
    "check_application",
    "do_duty",
    "end_agreement",
    "end_appointment",
    "end_assignment",
    "end_by_day",
    "enlist",
    "expel",
    "follow_attendance",
    "found_body",
    "join_records",
    "leave",
    "leave_office",
    "list_in_directory",
    "log_activity",
    "publish_scheme",
    "record_check",
    "record_service",
    "record_vote",
    "register_body",
    "renew",
    "sign",
    "stop",
    "take_off_directory",
    "take_office",
    "take_service_back",
    "tell_of_checks",
    "turn_down",
    "withdraw",
]
