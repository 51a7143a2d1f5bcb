"""
What may stand in a pack: one model a section, every key named, none invented.

A key that is not a field here is refused with the keys that are. Dates are days; ``from`` is
inclusive, ``to`` exclusive, ``by`` inclusive. Titles are Chinese, ``…_en`` their English.
"""

from jinguo.programmes.schema.activities import Activities
from jinguo.programmes.schema.area_levels import LevelShare
from jinguo.programmes.schema.ladder import Ladder
from jinguo.programmes.schema.measures import Measure, Target
from jinguo.programmes.schema.pack import Pack
from jinguo.programmes.schema.parts import Dated, English, Key, Named, Part, Title
from jinguo.programmes.schema.programme import Programme
from jinguo.programmes.schema.sites import SiteItem

__all__ = [
    "Activities",
    "Dated",
    "English",
    "Key",
    "Ladder",
    "LevelShare",
    "Measure",
    "Named",
    "Pack",
    "Part",
    "Programme",
    "SiteItem",
    "Target",
    "Title",
]
