"""Who visits what: balanced, never at home or at one's own work, and under codes that tell nothing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.errors import Refused
from jinguo.core.lots import Lots

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 6


@dataclass(frozen=True)
class Assessor:
    """
    Someone who visits. ``ties`` are the official codes of areas she must not visit, with all below them:
    where she lives, works or has declared kin. ``parts`` are the jobs she must not do: the households
    whose level she had a part in granting.
    """

    id: str
    ties: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def may_visit(self, job: str, village: str) -> bool:
        return job not in self.parts and not self.has_tie(village)

    def has_tie(self, village: str) -> bool:
        return any(village.startswith(tie) for tie in self.ties)


@dataclass(frozen=True, order=True)
class Assignment:
    """One visit: which job, by whom, under which code. The code is another for each pair of the two."""

    code: str
    job: str
    assessor: str


def assign(jobs: Mapping[str, str], assessors: Collection[Assessor], seed: str) -> list[Assignment]:
    """
    Give every job to an assessor by lot.

    ``jobs`` maps a household, or a whole village, to the code of the village it lies in. Nobody gets a
    job where she has a tie, nor one she had a part in. As far as that allows, the numbers of jobs differ by
    one at most: no other way of assigning them has a smaller sum of squares. Assignments are ordered by their
    codes, which is a random order.

    :raises Refused: nobody is left for one of the jobs
    """
    check_able(jobs, assessors)
    lots = Lots(seed)
    by_id = {assessor.id: assessor for assessor in assessors}
    able = {
        job: [
            one
            for one in lots.order(f"assessor|{job}", by_id)
            if by_id[one].may_visit(job, jobs[job])
        ]
        for job in lots.order("job", jobs)
    }
    held = _balanced(_first_come(able, by_id), able)
    pairs = sorted((job, assessor) for assessor, jobs_of in held.items() for job in jobs_of)
    codes = codes_of(lots, "visit", [f"{job}|{assessor}" for job, assessor in pairs])
    return sorted(Assignment(codes[f"{job}|{assessor}"], job, assessor) for job, assessor in pairs)


def check_able(jobs: Mapping[str, str], assessors: Collection[Assessor]) -> None:
    """
    Pass when every job can be done by somebody; ``jobs`` is as in :func:`assign`.

    :raises Refused: naming the first village where everybody has a tie or had a part in a job
    """
    stuck: dict[str, int] = defaultdict(int)
    for job, village in jobs.items():
        stuck[village] += not any(one.may_visit(job, village) for one in assessors)
    for village in sorted(village for village, count in stuck.items() if count):
        if all(one.has_tie(village) for one in assessors):
            raise Refused(
                _("Everybody who could visit has a tie to %s. Name somebody who has none.")
                % village
            )
        raise Refused(
            ngettext(
                "In %(village)s nobody is left for %(count)d household: whoever has no tie there"
                " scored it, drafted its list or decided on its level. Name somebody else.",
                "In %(village)s nobody is left for %(count)d households: whoever has no tie there"
                " scored them, drafted their lists or decided on their levels. Name somebody else.",
                stuck[village],
            )
            % {"village": village, "count": stuck[village]}
        )


def pass_on(
    job: str,
    village: str,
    assessors: Collection[Assessor],
    seed: str,
    *,
    preferred: str,
    taken: Collection[str],
) -> Assignment:
    """
    Give a job that came later to the preferred assessor, or where she may not do it to another by lot.

    ``taken`` are the codes already given.

    :raises Refused: nobody is left for it
    """
    check_able({job: village}, assessors)
    lots = Lots(seed)
    able = [one.id for one in assessors if one.may_visit(job, village)]
    assessor = preferred if preferred in able else lots.order(f"assessor|{job}", able)[0]
    name = f"{job}|{assessor}"
    return Assignment(codes_of(lots, "visit", [name], taken)[name], job, assessor)


def pass_all_on(
    jobs: Mapping[str, str],
    assessors: Collection[Assessor],
    seed: str,
    *,
    turn: int,
    waiting: Mapping[str, int],
    taken: Collection[str],
) -> list[Assignment]:
    """
    Give the jobs of someone who cannot go on to the others, in the order of lots that ``turn`` draws anew.

    Each goes to one of those with the fewest jobs to do; its own lots decide among equals. ``jobs`` is as
    in :func:`assign`, ``waiting`` says how many each has to do already, ``taken`` are the codes given.

    :raises Refused: nobody is left for one of the jobs
    """
    check_able(jobs, assessors)
    lots = Lots(seed)
    held = {one.id: waiting.get(one.id, 0) for one in assessors}
    takers = {}
    for job in lots.order(f"pass-on|{turn}", jobs):
        able = [one.id for one in assessors if one.may_visit(job, jobs[job])]
        taker = min(lots.order(f"pass-on|{turn}|{job}", able), key=held.__getitem__)
        held[taker] += 1
        takers[job] = taker
    codes = codes_of(lots, "visit", [f"{job}|{taker}" for job, taker in takers.items()], taken)
    return sorted(Assignment(codes[f"{job}|{taker}"], job, taker) for job, taker in takers.items())


def codes_of(
    lots: Lots, kind: str, names: Iterable[str], taken: Collection[str] = ()
) -> dict[str, str]:
    """Return a code of six signs for each name, all different and none of ``taken``, from their lots."""
    codes: dict[str, str] = {}
    taken = set(taken)
    for name in sorted(names):
        code, turn = _code(lots.number(kind, name)), 0
        while code in taken:
            turn += 1
            code = _code(lots.number(kind, f"{name}|{turn}"))
        taken.add(code)
        codes[name] = code
    return codes


def round_codes(assessors: Iterable[Assessor], seed: str) -> dict[str, str]:
    """Return the code under which each assessor appears in the results of a round."""
    return codes_of(Lots(seed), "round-code", (assessor.id for assessor in assessors))


def round_code(assessor: str, seed: str, *, taken: Iterable[str]) -> str:
    """Return the code of one who comes in later; ``taken`` are those of the others."""
    return codes_of(Lots(seed), "round-code", [assessor], frozenset(taken))[assessor]


def _code(number: int) -> str:
    signs = []
    for _place in range(CODE_LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def _first_come(
    able: Mapping[str, Sequence[str]], assessors: Iterable[str]
) -> dict[str, list[str]]:
    """Give each job in turn to one of the fewest so far; the job's own lots decide among equals."""
    held: dict[str, list[str]] = {assessor: [] for assessor in sorted(assessors)}
    for job, there in able.items():
        held[min(there, key=lambda one: len(held[one]))].append(job)
    return held


def _balanced(
    held: dict[str, list[str]], able: Mapping[str, Collection[str]]
) -> dict[str, list[str]]:
    """
    Hand jobs on along chains of assessors, each time from one to another with two fewer or less.

    When no such chain is left the balance is the best there is (Harvey, Ladner, Lovász and Tamir,
    Semi-matchings for bipartite graphs and load balancing, Journal of Algorithms 59, 2006).
    """
    while chain := _chain(held, able):
        for giver, taker, job in chain:
            held[giver].remove(job)
            held[taker].append(job)
    return held


def _chain(
    held: Mapping[str, Sequence[str]], able: Mapping[str, Collection[str]]
) -> list[tuple[str, str, str]]:
    """Return the moves, giver, taker and job, that take one job from a busy assessor to one less busy."""
    for start in sorted(held, key=lambda one: -len(held[one])):
        came_by: dict[str, tuple[str, str, str] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            giver = waiting.popleft()
            if len(held[giver]) <= len(held[start]) - 2:
                return _path(came_by, giver)
            for job in held[giver]:
                for taker in able[job]:
                    if taker not in came_by:
                        came_by[taker] = (giver, taker, job)
                        waiting.append(taker)
    return []


def _path(
    came_by: Mapping[str, tuple[str, str, str] | None], end: str
) -> list[tuple[str, str, str]]:
    path = []
    while move := came_by[end]:
        path.append(move)
        end = move[0]
    return path
