"""The tables: kinds of site, the sites, their checks, their log, their pictures, what became of them."""

from jinguo.sites.models.histories import Check, CheckIn, SiteLog, Transition
from jinguo.sites.models.kinds import SiteKind
from jinguo.sites.models.pictures import SitePicture
from jinguo.sites.models.sites import PlaqueCounter, Site, SitePost, new_code

__all__ = [
    "Check",
    "CheckIn",
    "PlaqueCounter",
    "Site",
    "SiteKind",
    "SiteLog",
    "SitePicture",
    "SitePost",
    "Transition",
    "new_code",
]
