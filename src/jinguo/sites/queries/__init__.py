"""Every read of sites that others may use."""

from jinguo.sites.queries.kinds import (
    get_kind,
    kind_of,
    kinds_of_programme,
    kinds_over,
    kinds_over_each,
    public_condition,
)
from jinguo.sites.queries.sites import (
    SiteFilter,
    activities_between,
    activity_lines,
    count_by_state,
    filtered_sites,
    get_line,
    get_public,
    get_site,
    history_of,
    last_check,
    log_of,
    open_needs,
    posts_of,
    public_sites,
    sites,
    with_last_activity,
)
from jinguo.sites.queries.soundness import check_states
from jinguo.sites.queries.yearly import Quiet, quiet_sites

__all__ = [
    "Quiet",
    "SiteFilter",
    "activities_between",
    "activity_lines",
    "check_states",
    "count_by_state",
    "filtered_sites",
    "get_kind",
    "get_line",
    "get_public",
    "get_site",
    "history_of",
    "kind_of",
    "kinds_of_programme",
    "kinds_over",
    "kinds_over_each",
    "last_check",
    "log_of",
    "open_needs",
    "posts_of",
    "public_condition",
    "public_sites",
    "quiet_sites",
    "sites",
    "with_last_activity",
]
