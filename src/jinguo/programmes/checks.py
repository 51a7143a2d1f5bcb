"""What one file alone cannot tell: names across files, dates that overlap, names nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from django.utils.translation import gettext as _

from jinguo.assess.ladders import CODE_LENGTHS
from jinguo.core.rules import faults
from jinguo.facts.models import STANDING
from jinguo.programmes import known, schema, sections
from jinguo.programmes.loaded import Loaded
from jinguo.programmes.source import Document, Path, Problem

Found = Iterator[Problem]


def check(loaded: Loaded) -> list[Problem]:
    """Return the problems that show once every file is read."""
    problems = list(_lines(loaded)) + list(_names(loaded))
    for name, programme in loaded.programmes.items():
        document = loaded.documents[name]
        for one in PARTS:
            problems += one(loaded, document, programme)
    for section in sections.registered().values():
        problems += section.check(loaded.context, loaded.sections[section.name])
    return problems


def _lines(loaded: Loaded) -> Found:
    ids = [line.id for line in loaded.pack.lines]
    yield from _twice(loaded.head, ids, lambda index: ["lines", index, "id"])
    for index, line in enumerate(loaded.pack.lines):
        if line.icon not in known.icons():
            near = get_close_matches(line.icon, known.icons(), 5)
            yield loaded.head.problem(
                _unknown(_("icon"), line.icon, near), ["lines", index, "icon"]
            )


def _names(loaded: Loaded) -> Found:
    """A programme, a measure and a target are declared once in a pack."""
    seen: dict[tuple[str, str], str] = {}
    for name, programme in loaded.programmes.items():
        document = loaded.documents[name]
        here: list[tuple[tuple[str, str], Path]] = [
            (("programme", programme.programme), ["programme"])
        ]
        here += [
            (("measure", one.id), ["measures", index, "id"])
            for index, one in enumerate(programme.measures)
        ]
        here += [
            (("target", one.name), ["targets", index])
            for index, one in enumerate(programme.targets)
        ]
        here += [
            (("site kind", f"{one.id} {one.starts}"), ["sites", index, "id"])
            for index, one in enumerate(programme.sites)
        ]
        for key, path in here:
            if key in seen:
                yield document.problem(_twice_in(key[1], seen[key]), path)
            seen.setdefault(key, name)


def _twice_in(name: str, file: str) -> str:
    return _("“%(name)s” is declared already, in %(file)s.") % {"name": name, "file": file}


def _line(loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    lines = [line.id for line in loaded.pack.lines]
    if programme.line not in lines:
        yield document.problem(_unknown(_("line"), programme.line, lines), ["line"])


def _codes(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    yield from _twice(document, [one.id for one in programme.codes], _at("codes"))
    for index, codes in enumerate(programme.codes):
        yield from _twice(document, [one.id for one in codes.items], _at("codes", index, "items"))


def _sheets(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    versions: defaultdict[str, list[tuple[schema.Dated, Path]]] = defaultdict(list)
    for index, sheet in enumerate(programme.sheets):
        path: list[str | int] = ["sheets", index]
        versions[sheet.id].append((sheet, [*path, "from"]))
        yield from _twice(document, [i.id for i in sheet.items], _at(*path, "items"))
        yield from _twice(document, [v.id for v in sheet.vetoes], _at(*path, "vetoes"))
    for some in versions.values():
        yield from _overlaps(document, some)


def _ladder(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    for index, ladder in enumerate(programme.ladder):
        path: list[str | int] = ["ladder", index]
        yield from _twice(document, [one.id for one in ladder.levels], _at(*path, "levels"))
        yield from _eligibility(document, ladder, [*path, "eligibility"])
        for name, value in ladder.rules.items():
            yield from _limit(document, [*path, "rules", name], name, value)
    yield from _overlaps(
        document, [(one, ["ladder", index, "from"]) for index, one in enumerate(programme.ladder)]
    )


def _eligibility(document: Document, ladder: schema.Ladder, path: Path) -> Found:
    rules, levels = known.eligibility_rules(), [level.id for level in ladder.levels]
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(ladder.eligibility):
        here: list[str | int] = [*path, index]
        if one.rule not in rules:
            yield document.problem(_unknown(_("rule"), one.rule, rules), [*here, "rule"])
            continue
        for fault in faults(one.rule, one.parameters):
            yield document.problem(fault.message, [*here, fault.parameter or "rule"])
        for place, level in enumerate(one.levels):
            if level not in levels:
                yield document.problem(
                    _unknown(_("level"), level, levels), [*here, "levels", place]
                )
        asked = {(one.rule, level) for level in one.levels or levels}
        if asked & seen:
            yield document.problem(_("“%s” stands here twice.") % one.rule, [*here, "rule"])
        seen |= asked


def _limit(document: Document, path: Path, name: str, value: object) -> Found:
    if name not in (limits := known.ladder_limits()):
        yield document.problem(_unknown(_("limit"), name, sorted(limits)), path)
    elif reason := known.refuse_limit(name, value):
        yield document.problem(reason, path)


def _points(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    for index, points in enumerate(programme.points):
        ids = [rule.id for rule in points.rules]
        yield from _twice(document, ids, _at("points", index, "rules"))
    yield from _overlaps(
        document, [(one, ["points", index, "from"]) for index, one in enumerate(programme.points)]
    )


def _sites(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    versions: defaultdict[str, list[tuple[schema.Dated, Path]]] = defaultdict(list)
    for index, kind in enumerate(programme.sites):
        path: list[str | int] = ["sites", index]
        versions[kind.id].append((kind, [*path, "from"]))
        yield from _twice(document, [one.id for one in kind.types], _at(*path, "types"))
        yield from _twice(document, [one.id for one in kind.checklist], _at(*path, "checklist"))
    for some in versions.values():
        yield from _overlaps(document, some)


def _activities(loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    for index, one in enumerate(programme.activities):
        path: list[str | int] = ["activities", index]
        for part in ("kinds", "categories", "stages"):
            ids = [each.id for each in getattr(one, part)]
            yield from _twice(document, ids, _at(*path, part))
        yield from _services(loaded, document, one, [*path, "kinds"])
        yield from _audience(document, one, [*path, "audience"])
        if refused := known.refuse_activity_limits(one.limits):
            name, reason = refused
            yield document.problem(reason, [*path, "limits", *([name] if name else [])])
    yield from _overlaps(
        document,
        [(one, ["activities", index, "from"]) for index, one in enumerate(programme.activities)],
    )


def _services(
    loaded: Loaded, document: Document, activities: schema.Activities, path: Path
) -> Found:
    """What a kind of activity is a service of has volunteers in the plan."""
    known = sorted(loaded.with_volunteers)
    for index, kind in enumerate(activities.kinds):
        if kind.service and kind.service not in known:
            yield document.problem(
                _unknown(_("programme with volunteers"), kind.service, known),
                [*path, index, "service"],
            )


def _audience(document: Document, activities: schema.Activities, path: Path) -> Found:
    rules = known.audience_rules()
    names = [one.rule for one in activities.audience]
    for index, one in enumerate(activities.audience):
        here: list[str | int] = [*path, index]
        if one.rule not in rules:
            yield document.problem(_unknown(_("rule"), one.rule, rules), [*here, "rule"])
            continue
        for fault in faults(one.rule, one.parameters):
            yield document.problem(fault.message, [*here, fault.parameter or "rule"])
        if one.rule in names[:index]:
            yield document.problem(_("“%s” stands here twice.") % one.rule, [*here, "rule"])


def _members(_loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    for index, one in enumerate(programme.members):
        lists: list[tuple[Sequence[schema.Named], Path]] = [
            (one.bodies.conditions if one.bodies else [], ["bodies", "conditions"]),
            (one.agreements.items if one.agreements else [], ["agreements", "items"]),
            (one.volunteers.skills if one.volunteers else [], ["volunteers", "skills"]),
            (one.appointments, ["appointments"]),
        ]
        for things, path in lists:
            yield from _twice(
                document, [thing.id for thing in things], _at("members", index, *path)
            )
    yield from _overlaps(
        document, [(one, ["members", index, "from"]) for index, one in enumerate(programme.members)]
    )


def _area_levels(loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    versions: defaultdict[str, list[tuple[schema.Dated, Path]]] = defaultdict(list)
    for index, level in enumerate(programme.area_levels):
        path: list[str | int] = ["area_levels", index]
        versions[level.id].append((level, [*path, "from"]))
        names = [one.measure for one in level.conditions]
        for place, one in enumerate(level.conditions):
            here: list[str | int] = [*path, "conditions", place, "measure"]
            yield from _measure(loaded, document, one.measure, here)
            found = loaded.measures.get(one.measure)
            if found is not None and found.adds_up not in STANDING:
                yield document.problem(
                    _("A condition holds on a day; this counts what happens in a period: %s.")
                    % one.measure,
                    here,
                )
            if one.measure in names[:place]:
                yield document.problem(_("“%s” stands here twice.") % one.measure, here)
        yield from _shares(document, programme, level.shares, [*path, "shares"])
    for some in versions.values():
        yield from _overlaps(document, some)


def _shares(
    document: Document,
    programme: schema.Programme,
    shares: Sequence[schema.LevelShare],
    path: list[str | int],
) -> Found:
    levels = sorted({level.id for ladder in programme.ladder for level in ladder.levels})
    for index, one in enumerate(shares):
        for place, level in enumerate(one.levels):
            here = [*path, index, "levels", place]
            if level not in levels:
                yield document.problem(_unknown(_("level"), level, levels), here)
            elif level in one.levels[:place]:
                yield document.problem(_("“%s” stands here twice.") % level, here)


def _measures(loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    kinds = known.fact_kinds() if programme.measures else {}
    keys = [one.programme for one in loaded.programmes.values()]
    for index, measure in enumerate(programme.measures):
        path: list[str | int] = ["measures", index]
        if measure.fact and measure.fact not in kinds:
            yield document.problem(
                _unknown(_("kind of fact"), measure.fact, sorted(kinds)), [*path, "fact"]
            )
        if measure.of_programme and measure.of_programme not in keys:
            yield document.problem(
                _unknown(_("programme"), measure.of_programme, sorted(keys)),
                [*path, "of_programme"],
            )
        if measure.fact == known.OUTCOMES:
            yield from _outcomes(loaded, document, measure, [*path, "categories"])
        for place, part in enumerate(measure.ratio or ()):
            yield from _measure(loaded, document, part, [*path, "ratio", place], counted=True)
        if measure.areas:
            yield from _basis(loaded, document, measure.areas.of, [*path, "areas", "of"])


def _outcomes(loaded: Loaded, document: Document, measure: schema.Measure, path: Path) -> Found:
    """Find what is counted of outcomes for which the plan does not ask."""
    months = {
        one
        for programme in loaded.programmes.values()
        if measure.of_programme in ("", programme.programme)
        for version in programme.activities
        for kind in version.kinds
        for one in kind.follow_up_months
    }
    for place, category in enumerate(measure.categories):
        if why := known.refuse_outcome(category, months):
            yield document.problem(why, [*path, place])


def _targets(loaded: Loaded, document: Document, programme: schema.Programme) -> Found:
    for index, target in enumerate(programme.targets):
        path: list[str | int] = ["targets", index]
        yield from _measure(loaded, document, target.measure, [*path, "measure"])
        if target.starts and target.starts > target.by:
            yield document.problem(_("It ends before it begins."), path)
        if target.area and not target.area.startswith(loaded.pack.area):
            yield document.problem(_("The area lies outside the pack's own."), [*path, "area"])
        area = target.area or loaded.pack.area
        if target.each and CODE_LENGTHS[target.each] <= len(area):
            yield document.problem(
                _("There are no areas of this level inside “%s”.") % area, [*path, "each"]
            )


def _measure(
    loaded: Loaded, document: Document, name: str, path: Path, *, counted: bool = False
) -> Found:
    found = loaded.measures.get(name)
    if found is None:
        yield document.problem(_unknown(_("measure"), name, sorted(loaded.measures)), path)
    elif counted and found.ratio:
        yield document.problem(_("A ratio divides counts, not ratios: %s.") % name, path)


def _basis(loaded: Loaded, document: Document, name: str, path: Path) -> Found:
    """What areas are counted by is known, and a balance."""
    found = loaded.measures.get(name)
    yield from _measure(loaded, document, name, path)
    if found is not None and found.how != "balance":
        yield document.problem(
            _("Areas are counted by a balance, which this is not: %s.") % name, path
        )


def _at(*path: str | int) -> Callable[[int], Path]:
    return lambda index: [*path, index, "id"]


def _twice(document: Document, names: Sequence[str], path: Callable[[int], Path]) -> Found:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield document.problem(_("“%s” stands here twice.") % name, path(index))


def _overlaps(document: Document, versions: Iterable[tuple[schema.Dated, Path]]) -> Found:
    """A version holds until its ``to``, or until the next one's ``from``; none begin on one day."""
    ordered = sorted(versions, key=lambda pair: pair[0].starts)
    for (earlier, _path), (later, path) in pairwise(ordered):
        if earlier.starts == later.starts or (earlier.ends and earlier.ends > later.starts):
            yield document.problem(
                _("This version overlaps the one from %s.") % earlier.starts, path
            )


def _unknown(what: str, name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, 1)
    sentence = _("Unknown %(what)s “%(name)s”. Known: %(known)s.") % {
        "what": what,
        "name": name,
        "known": ", ".join(names) or "–",
    }
    return sentence + (" " + _("Did you mean “%s”?") % near[0] if near else "")


PARTS = (
    _line, _codes, _sheets, _ladder, _points, _sites, _activities, _members, _area_levels,
    _measures, _targets,
)  # fmt: skip
