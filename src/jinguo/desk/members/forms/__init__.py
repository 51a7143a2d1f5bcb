"""What the pages of members, agreements, volunteers and appointments ask."""

from jinguo.desk.members.forms.agreements import (
    ActivityForm,
    AgreementForm,
    ContactForm,
    DoneForm,
    DutyForm,
    PartyForm,
    RenewForm,
)
from jinguo.desk.members.forms.appointments import AppointmentForm, AssignmentForm
from jinguo.desk.members.forms.bodies import (
    BodyForm,
    CharterForm,
    ConditionsForm,
    DirectoryForm,
    MembershipForm,
    OfficeForm,
    RegisteredForm,
    VoteForm,
)
from jinguo.desk.members.forms.common import ActForm, NothingForm, OnForm, ReasonForm, TakeBackForm
from jinguo.desk.members.forms.persons import PersonForm
from jinguo.desk.members.forms.volunteers import CheckForm, ServiceForm, SkillsForm, VolunteerForm

__all__ = [
    "ActForm",
    "ActivityForm",
    "AgreementForm",
    "AppointmentForm",
    "AssignmentForm",
    "BodyForm",
    "CharterForm",
    "CheckForm",
    "ConditionsForm",
    "ContactForm",
    "DirectoryForm",
    "DoneForm",
    "DutyForm",
    "MembershipForm",
    "NothingForm",
    "OfficeForm",
    "OnForm",
    "PartyForm",
    "PersonForm",
    "ReasonForm",
    "RegisteredForm",
    "RenewForm",
    "ServiceForm",
    "SkillsForm",
    "TakeBackForm",
    "VolunteerForm",
    "VoteForm",
]
