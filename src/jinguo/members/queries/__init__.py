"""Every read of this module that others may use. Each starts at what the actor may see."""

from jinguo.members.queries.agreements import agreements, duties_of, get_agreement, get_duty
from jinguo.members.queries.appointments import (
    appointments,
    assignments,
    free_communities,
    get_appointment,
    get_assignment,
)
from jinguo.members.queries.bodies import (
    bodies,
    directory,
    get_body,
    get_membership,
    memberships,
    memberships_of,
    office_now,
    offices_of,
)
from jinguo.members.queries.histories import history_of
from jinguo.members.queries.schemes import (
    record_checks_over,
    scheme_with,
    schemes_by_id,
    schemes_over,
    schemes_with,
)
from jinguo.members.queries.todos import (
    Todo,
    ending_agreements,
    ending_appointments,
    ending_assignments,
    open_duties,
    todos,
    volunteers_to_check,
)
from jinguo.members.queries.volunteers import (
    checks_held,
    find_check,
    get_service,
    get_volunteer,
    minutes_of,
    services_of,
    volunteers,
)

__all__ = [
    "Todo",
    "agreements",
    "appointments",
    "assignments",
    "bodies",
    "checks_held",
    "directory",
    "duties_of",
    "ending_agreements",
    "ending_appointments",
    "ending_assignments",
    "find_check",
    "free_communities",
    "get_agreement",
    "get_appointment",
    "get_assignment",
    "get_body",
    "get_duty",
    "get_membership",
    "get_service",
    "get_volunteer",
    "history_of",
    "memberships",
    "memberships_of",
    "minutes_of",
    "office_now",
    "offices_of",
    "open_duties",
    "record_checks_over",
    "scheme_with",
    "schemes_by_id",
    "schemes_over",
    "schemes_with",
    "services_of",
    "todos",
    "volunteers",
    "volunteers_to_check",
]
