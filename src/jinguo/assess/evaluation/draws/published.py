"""What is published of a draw, as people read and compare it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess.evaluation.draws.plan import EQUAL, StratifiedPlan, read_plan


def plan_lines(data: Mapping[str, Any]) -> list[str]:
    """Return in sentences how a sample is drawn."""
    plan = read_plan(data)
    if isinstance(plan, StratifiedPlan):
        lines = [
            _("Households are drawn directly, within each town and level."),
            _("%(listed)d with a level and %(unlisted)d others in the whole sample.")
            % {"listed": plan.listed, "unlisted": plan.unlisted},
            _("Shared among towns and levels equally, at least %d in each.") % plan.at_least
            if plan.allocation == EQUAL
            else _("Shared among towns and levels by how many each has, at least %d in each.")
            % plan.at_least,
        ]
        return [*lines, _("%d reserves in each, used in the order drawn.") % plan.reserves]
    towns = (
        _("Every town takes part.")
        if plan.towns is None
        else ngettext("%d town is drawn.", "%d towns are drawn.", plan.towns) % plan.towns
    )
    return [
        towns,
        ngettext(
            "%d village is drawn in each of them.", "%d villages are drawn in each of them.",
            plan.villages,
        ) % plan.villages,
        _("%(listed)d households with a level and %(unlisted)d others in each village.")
        % {"listed": plan.listed, "unlisted": plan.unlisted},
        _("%d reserves of each kind in each village, used in the order drawn.") % plan.reserves,
    ]  # fmt: skip


def digest_groups(digest: str) -> Sequence[str]:
    """Return a digest in groups of eight signs, as people compare them."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]
