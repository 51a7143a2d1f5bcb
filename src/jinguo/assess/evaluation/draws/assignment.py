"""Who visits what: balanced, never at home, and under codes that tell nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.core.lots import Lots

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 6


@dataclass(frozen=True)
class Assessor:
    """
    Someone who visits. ``ties`` are the official codes of areas she must not visit, with all below them:
    where she lives, works or has declared kin.
    """

    id: str
    ties: frozenset[str] = frozenset()

    def may_visit(self, village: str) -> bool:
        return not any(village.startswith(tie) for tie in self.ties)


@dataclass(frozen=True, order=True)
class Assignment:
    """One visit: which job, by whom, under which code. The code is another for each pair of the two."""

    code: str
    job: str
    assessor: str


def assign(
    jobs: Mapping[str, str], assessors: Collection[Assessor], seed: str, *, seen_twice: int = 0
) -> list[Assignment]:
    """
    Give every job to an assessor by lot, and ``seen_twice`` of them, drawn by lot too, to a second one.

    ``jobs`` maps a household, or a whole village, to the code of the village it lies in. Nobody gets a
    job where she has a tie. As far as ties allow, the numbers of jobs differ by one at most: no other way
    of assigning them has a smaller sum of squares. Assignments are ordered by their codes, which is a
    random order.

    :raises Refused: every assessor has a tie to a village, or too few are left to see it twice
    """
    lots = Lots(seed)
    by_id = {assessor.id: assessor for assessor in assessors}
    looks = dict.fromkeys(lots.order("job", jobs), 1)
    for job in lots.order("second-look", jobs)[:seen_twice]:
        looks[job] = 2
    able = {
        job: [a for a in lots.order(f"assessor|{job}", by_id) if by_id[a].may_visit(village)]
        for job, village in jobs.items()
    }
    for job, needed in looks.items():
        check_able([jobs[job]], assessors, needed=needed)
    held = _balanced(_first_come(looks, able, by_id), able)
    pairs = sorted((job, assessor) for assessor, jobs_of in held.items() for job in jobs_of)
    codes = codes_of(lots, "visit", [f"{job}|{assessor}" for job, assessor in pairs])
    return sorted(Assignment(codes[f"{job}|{assessor}"], job, assessor) for job, assessor in pairs)


def check_able(
    villages: Iterable[str], assessors: Collection[Assessor], *, needed: int = 1
) -> None:
    """
    Pass when every village can be visited by enough assessors.

    :raises Refused: naming the first where fewer are without a tie
    """
    for village in villages:
        there = sum(one.may_visit(village) for one in assessors)
        if there < needed:
            raise Refused(
                _(
                    "For %(village)s there are %(there)d assessors without a tie; %(needed)d are needed."
                )
                % {"village": village, "there": there, "needed": needed}
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
    Give a job that came later to the preferred assessor, or where she has a tie to another by lot.

    ``taken`` are the codes already given.

    :raises Refused: every assessor has a tie to the village
    """
    check_able([village], assessors)
    lots = Lots(seed)
    able = [one.id for one in assessors if one.may_visit(village)]
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

    :raises Refused: every one of them has a tie to a village
    """
    check_able(sorted(set(jobs.values())), assessors)
    lots = Lots(seed)
    held = {one.id: waiting.get(one.id, 0) for one in assessors}
    takers = {}
    for job in lots.order(f"pass-on|{turn}", jobs):
        able = [one.id for one in assessors if one.may_visit(jobs[job])]
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
    looks: Mapping[str, int], able: Mapping[str, Sequence[str]], assessors: Iterable[str]
) -> dict[str, list[str]]:
    """Give each job in turn to those with the fewest so far; the job's own lots decide among equals."""
    held: dict[str, list[str]] = {assessor: [] for assessor in sorted(assessors)}
    for job, needed in looks.items():
        for assessor in sorted(able[job], key=lambda one: len(held[one]))[:needed]:
            held[assessor].append(job)
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
                    if taker not in came_by and job not in held[taker]:
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
