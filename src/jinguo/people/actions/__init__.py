"""Every write to the register. Actor, day and instant are arguments; nothing is half-written."""

from jinguo.people.actions.consents import (
    AlreadyAgreed,
    AskedTooSoon,
    ConsentIn,
    keep_consent,
    may_be_asked_from,
    record_consent,
    withdraw_consent,
)
from jinguo.people.actions.emptying import PART
from jinguo.people.actions.erasing import (
    AlreadyProposed,
    StillNeeded,
    confirm_erasure,
    erase_again,
    give_up_erasure,
    plan_of,
    propose_erasure,
)
from jinguo.people.actions.heads import change_head
from jinguo.people.actions.households import (
    HouseholdChange,
    close_household,
    update_household,
)
from jinguo.people.actions.members import (
    add_member,
    let_member_leave,
    move_member,
    update_member,
)
from jinguo.people.actions.memberships import HeadStays
from jinguo.people.actions.merging import (
    HeadsAnother,
    keep_apart,
    merge_heads,
    merge_households,
    merge_persons,
)
from jinguo.people.actions.persons import DifferentPeople, PersonChange, PersonIn
from jinguo.people.actions.registering import (
    AlreadyRegistered,
    VillageFull,
    register_household,
    register_households,
    register_roster,
)
from jinguo.people.actions.requests import (
    AlreadyAsked,
    answer_request,
    ask,
    correct_as_asked,
    hand_out,
    take_request,
    withdraw_request,
)
from jinguo.people.actions.residents import (
    AlreadyGuardian,
    AnotherName,
    GuardianUnproven,
    SignsInOtherwise,
    add_child,
    end_guardianship,
    open_resident,
    record_guardianship,
    register_person,
)
from jinguo.people.actions.restraints import AlreadyRestrained, hold, lift, restrict
from jinguo.people.actions.retention import NothingDue, propose_retention
from jinguo.people.actions.revealing import Place, RevealLimitReached, reveal, reveal_place
from jinguo.people.actions.saying import say_sex
from jinguo.people.actions.sign_in_phones import PhoneInUse, change_sign_in_phone
from jinguo.people.actions.staff import gone_staff, place_of_staff
from jinguo.people.actions.undoing import take_back_household, undo_registration
from jinguo.people.actions.updating import update_households
from jinguo.people.rows import HouseholdIn

__all__ = [
    "PART",
    "AlreadyAgreed",
    "AlreadyAsked",
    "AlreadyGuardian",
    "AlreadyProposed",
    "AlreadyRegistered",
    "AlreadyRestrained",
    "AnotherName",
    "AskedTooSoon",
    "ConsentIn",
    "DifferentPeople",
    "GuardianUnproven",
    "HeadStays",
    "HeadsAnother",
    "HouseholdChange",
    "HouseholdIn",
    "NothingDue",
    "PersonChange",
    "PersonIn",
    "PhoneInUse",
    "Place",
    "RevealLimitReached",
    "SignsInOtherwise",
    "StillNeeded",
    "VillageFull",
    "add_child",
    "add_member",
    "answer_request",
    "ask",
    "change_head",
    "change_sign_in_phone",
    "close_household",
    "confirm_erasure",
    "correct_as_asked",
    "end_guardianship",
    "erase_again",
    "give_up_erasure",
    "gone_staff",
    "hand_out",
    "hold",
    "keep_apart",
    "keep_consent",
    "let_member_leave",
    "lift",
    "may_be_asked_from",
    "merge_heads",
    "merge_households",
    "merge_persons",
    "move_member",
    "open_resident",
    "place_of_staff",
    "plan_of",
    "propose_erasure",
    "propose_retention",
    "record_consent",
    "record_guardianship",
    "register_household",
    "register_households",
    "register_person",
    "register_roster",
    "restrict",
    "reveal",
    "reveal_place",
    "say_sex",
    "take_back_household",
    "take_request",
    "undo_registration",
    "update_household",
    "update_households",
    "update_member",
    "withdraw_consent",
    "withdraw_request",
]
