"""Does every state follow from its history, and every history from the table?"""

from __future__ import annotations

from itertools import groupby

from jinguo.facts.queries import Problem
from jinguo.sites import states
from jinguo.sites.models import Site, Transition


def check_states() -> list[Problem]:
    """
    Return every disagreement; an empty list is the good answer.

    A site's state must be the last of its changes, each change must begin where the one before ended, and
    each must stand in the table of steps.
    """
    lawful = {(step.source, step.target) for step in states.STEPS if step.is_move}
    last: dict[object, str] = {}
    found = []
    rows = Transition.objects.order_by("site", "id").values_list("site", "from_state", "to_state")
    for site, changes in groupby(rows, key=lambda row: row[0]):
        before = states.NEW
        for _site, source, target in changes:
            if source != before or (source, target) not in lawful:
                wanted = f"a lawful step from {before or 'nothing'}"
                step = f"{source or 'nothing'} → {target}"
                found.append(Problem("history of sites.site", str(site), wanted, step))
            before = target
        last[site] = before
    return found + [
        Problem("state of sites.site", str(site), last.get(site, "nothing"), state)
        for site, state in Site.objects.values_list("id", "state")
        if last.get(site) != state
    ]
