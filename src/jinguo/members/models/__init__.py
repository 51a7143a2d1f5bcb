"""The tables: associations and their members, agreements, volunteers, appointments and assignments."""

from jinguo.members.models.agreements import Agreement, Duty, JointActivity, Party
from jinguo.members.models.appointments import Appointment, Assignment
from jinguo.members.models.bodies import Body, Membership, Office
from jinguo.members.models.histories import Change
from jinguo.members.models.schemes import Scheme
from jinguo.members.models.volunteers import RecordCheck, Service, Volunteer

__all__ = [
    "Agreement",
    "Appointment",
    "Assignment",
    "Body",
    "Change",
    "Duty",
    "JointActivity",
    "Membership",
    "Office",
    "Party",
    "RecordCheck",
    "Scheme",
    "Service",
    "Volunteer",
]
