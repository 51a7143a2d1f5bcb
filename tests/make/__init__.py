"""
The plainest valid thing of each kind, for tests. Keyword-only; counters, not chance; a fixed noon.

`from tests import make` has every factory; a test of one module takes that module's: `from tests.make
import people as make`. Where two modules name a thing alike, the lower module's is the one here.
"""

from __future__ import annotations

from tests.make.assess import (
    application,
    applications,
    bring,
    courtyard,
    ladder,
    place,
    points,
    recognition,
    sheet,
)
from tests.make.desk import World, client, consent, full_points, pictured, someone, world
from tests.make.exchange import applied, checked, rename_village, roster_row, upload, workbook
from tests.make.facts import (
    Happened,
    Registered,
    defined,
    fact,
    figure,
    happened,
    measure,
    rate,
    thing,
    value,
)
from tests.make.notices import (
    closed,
    decider,
    draft,
    drafted_about,
    entry_about,
    first,
    line,
    objected,
    objected_about,
    on_notice,
    proposed,
    released,
    released_about,
    second,
    writer,
)
from tests.make.org import account, actor, area, officer, post, tree, unit
from tests.make.people import (
    colleague,
    head,
    household,
    household_row,
    id_number,
    instant,
    member,
    village,
)
from tests.make.photos import asks_for_picture, picture
from tests.make.pictures import photo, scene
from tests.make.programmes import applied_elsewhere, applied_packs, county, pack_folder
from tests.make.reports import annual, frozen, recognised, registered
from tests.make.scores import download, filled, opened
from tests.make.times import noon

__all__ = [
    "Happened",
    "Registered",
    "World",
    "account",
    "actor",
    "annual",
    "application",
    "applications",
    "applied",
    "applied_elsewhere",
    "applied_packs",
    "area",
    "asks_for_picture",
    "bring",
    "checked",
    "client",
    "closed",
    "colleague",
    "consent",
    "county",
    "courtyard",
    "decider",
    "defined",
    "download",
    "draft",
    "drafted_about",
    "entry_about",
    "fact",
    "figure",
    "filled",
    "first",
    "frozen",
    "full_points",
    "happened",
    "head",
    "household",
    "household_row",
    "id_number",
    "instant",
    "ladder",
    "line",
    "measure",
    "member",
    "noon",
    "objected",
    "objected_about",
    "officer",
    "on_notice",
    "opened",
    "pack_folder",
    "photo",
    "picture",
    "pictured",
    "place",
    "points",
    "post",
    "proposed",
    "rate",
    "recognised",
    "recognition",
    "registered",
    "released",
    "released_about",
    "rename_village",
    "roster_row",
    "scene",
    "second",
    "sheet",
    "someone",
    "thing",
    "tree",
    "unit",
    "upload",
    "value",
    "village",
    "workbook",
    "world",
    "writer",
]
