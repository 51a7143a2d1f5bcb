"""Every read of the module. Each starts at what the actor may see."""

from __future__ import annotations

from jinguo.assess.queries.acts import can_take_back, changes_before, get_act
from jinguo.assess.queries.applications import (
    application_problems,
    applications,
    count_by_state,
    district_sample,
    get_application,
    latest_scores,
    problems_by_level,
    provisional_year,
)
from jinguo.assess.queries.households import (
    Entry,
    Standing,
    get_recognition,
    history,
    latest_inspection,
    levels_of,
    recognitions,
    standing,
)
from jinguo.assess.queries.listing import TO_BE_LISTED, NoticeListing, notice_listing
from jinguo.assess.queries.photos import (
    Alike,
    alike,
    get_photo,
    photos,
    photos_of,
    pictured_items,
)
from jinguo.assess.queries.rectifications import count_open_faults, faults_of, get_faults
from jinguo.assess.queries.soundness import check_states
from jinguo.assess.queries.todos import Offer, Todo, offers, todos
from jinguo.assess.queries.verification import PublicPlaque, public_plaque
from jinguo.assess.queries.versions import (
    ladder_in_force,
    ladders_around,
    ladders_by_id,
    ladders_in_force,
    sheet_in_force,
    sheets_by_id,
    sheets_in_force,
    sheets_of,
)
from jinguo.assess.queries.waiting import BELOW, LATER, OVERDUE, OWN, WEEK, Due
from jinguo.assess.queries.worklists import (
    Page,
    count_recognitions,
    listed_applications,
    listed_recognitions,
    plaques,
    worklist,
)

__all__ = [
    "BELOW",
    "LATER",
    "OVERDUE",
    "OWN",
    "TO_BE_LISTED",
    "WEEK",
    "Alike",
    "Due",
    "Entry",
    "NoticeListing",
    "Offer",
    "Page",
    "PublicPlaque",
    "Standing",
    "Todo",
    "alike",
    "application_problems",
    "applications",
    "can_take_back",
    "changes_before",
    "check_states",
    "count_by_state",
    "count_open_faults",
    "count_recognitions",
    "district_sample",
    "faults_of",
    "get_act",
    "get_application",
    "get_faults",
    "get_photo",
    "get_recognition",
    "history",
    "ladder_in_force",
    "ladders_around",
    "ladders_by_id",
    "ladders_in_force",
    "latest_inspection",
    "latest_scores",
    "levels_of",
    "listed_applications",
    "listed_recognitions",
    "notice_listing",
    "offers",
    "photos",
    "photos_of",
    "pictured_items",
    "plaques",
    "problems_by_level",
    "provisional_year",
    "public_plaque",
    "recognitions",
    "sheet_in_force",
    "sheets_by_id",
    "sheets_in_force",
    "sheets_of",
    "standing",
    "todos",
    "worklist",
]
