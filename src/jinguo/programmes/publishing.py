"""What a pack says of sheets, ladders, points, sites, activities and measures, handed to their modules."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from jinguo.activities import actions as activities
from jinguo.assess import actions as assess
from jinguo.facts import actions as facts
from jinguo.facts.actions import MeasureDef, TargetDef
from jinguo.ledger import actions as ledger
from jinguo.members import actions as members
from jinguo.org.actor import Actor
from jinguo.programmes import schema, sections
from jinguo.programmes.loaded import Loaded
from jinguo.sites import actions as sites


def publish(actor: Actor, loaded: Loaded, now: datetime) -> None:
    """Publish to each module what the programmes of a pack say of it, in the transaction that applies it."""
    for programme in loaded.programmes.values():
        _publish_sheets(loaded, programme)
        _publish_ladder(loaded, programme)
        _publish_points(loaded, programme)
        _publish_sites(loaded, programme)
        _publish_activities(loaded, programme)
        _publish_members(loaded, programme)
        _publish_area_levels(loaded, programme)
    facts.define_measures(
        loaded.pack.name, loaded.pack.area,
        [_measure(p, m) for p in loaded.programmes.values() for m in p.measures],
    )  # fmt: skip
    facts.define_targets(
        loaded.pack.name,
        [_target(loaded, t) for p in loaded.programmes.values() for t in p.targets],
    )
    for section in sections.registered().values():
        section.publish(actor, loaded.context, loaded.sections[section.name], now)


def _publish_sheets(loaded: Loaded, programme: schema.Programme) -> None:
    for sheet in sorted(programme.sheets, key=lambda one: one.starts):
        assess.publish_sheet(
            **_whose(loaded, programme),
            key=sheet.id,
            title=sheet.title,
            title_en=sheet.title_en,
            valid_from=sheet.starts,
            valid_to=sheet.ends,
            full=sheet.full,
            items=[item.model_dump() for item in sheet.items],
            vetoes=[veto.model_dump() for veto in sheet.vetoes],
            asks_ledger=sheet.asks_ledger,
            source=str(sheet.source),
            # A sheet that does not ask it is the one it was before a sheet could.
            digest=_digest(sheet, exclude=set() if sheet.asks_ledger else {"asks_ledger"}),
        )


def _publish_ladder(loaded: Loaded, programme: schema.Programme) -> None:
    for ladder in sorted(programme.ladder, key=lambda one: one.starts):
        assess.publish_ladder(
            **_whose(loaded, programme),
            valid_from=ladder.starts,
            valid_to=ladder.ends,
            levels=[
                {**level.model_dump(), "rank": rank}
                for rank, level in enumerate(ladder.levels, start=1)
            ],
            rules=ladder.rules,
            eligibility=[
                {
                    "rule": one.rule,
                    "source": str(one.source),
                    "levels": one.levels,
                    "parameters": one.parameters,
                }
                for one in ladder.eligibility
            ],
            source=str(ladder.source),
            digest=_digest(ladder),
        )


def _publish_points(loaded: Loaded, programme: schema.Programme) -> None:
    for points in sorted(programme.points, key=lambda one: one.starts):
        ledger.publish_scheme(
            **_whose(loaded, programme),
            valid_from=points.starts,
            valid_to=points.ends,
            rules=[rule.model_dump(mode="json") for rule in points.rules],
            expire_months=points.expire_months,
            source=str(points.source),
            digest=_digest(points),
        )


def _publish_sites(loaded: Loaded, programme: schema.Programme) -> None:
    for kind in sorted(programme.sites, key=lambda one: one.starts):
        sites.publish_kind(
            **_whose(loaded, programme),
            key=kind.id,
            title=kind.title,
            title_en=kind.title_en,
            valid_from=kind.starts,
            valid_to=kind.ends,
            rules={
                "types": [one.model_dump() for one in kind.types],
                "items": [_site_item(one) for one in kind.checklist],
                "is_public": kind.public,
                "has_check_in": kind.check_in,
                **kind.model_dump(include=SITE_RULES),
            },
            source=str(kind.source),
            digest=_digest(kind),
        )


SITE_RULES = {
    "least_points",
    "approved_by",
    "plaque",
    "notice_days",
    "notice_count",
    "dormant_after",
    "activities_a_year",
}


def _site_item(item: schema.SiteItem) -> dict[str, object]:
    return {
        **item.model_dump(include={"id", "title", "title_en", "unit", "unit_en", "known"}),
        "asks": item.asks,
        "least": item.least or 0,
        "most": item.points or 1,
        "source": str(item.source or ""),
    }


def _publish_activities(loaded: Loaded, programme: schema.Programme) -> None:
    for one in sorted(programme.activities, key=lambda one: one.starts):
        activities.publish_ruleset(
            **_whose(loaded, programme),
            valid_from=one.starts,
            valid_to=one.ends,
            kinds=[kind.model_dump() for kind in one.kinds],
            categories=[category.model_dump() for category in one.categories],
            stages=[stage.model_dump() for stage in one.stages],
            audience=[{"rule": rule.rule, "parameters": rule.parameters} for rule in one.audience],
            limits=one.limits,
            source=str(one.source),
            digest=_digest(one),
        )


def _publish_members(loaded: Loaded, programme: schema.Programme) -> None:
    for one in sorted(programme.members, key=lambda version: version.starts):
        members.publish_scheme(
            **_whose(loaded, programme),
            valid_from=one.starts,
            valid_to=one.ends,
            definition=one.definition,
            source=str(one.source),
            digest=_digest(one),
        )


def _publish_area_levels(loaded: Loaded, programme: schema.Programme) -> None:
    for level in sorted(programme.area_levels, key=lambda one: one.starts):
        assess.publish_area_level(
            **_whose(loaded, programme),
            key=level.id,
            title=level.title,
            title_en=level.title_en,
            of=level.of,
            conferred_by=level.conferred_by,
            conditions=[
                *(
                    {"measure": one.measure, "at_least": str(one.at_least)}
                    for one in level.conditions
                ),
                *({"levels": one.levels, "at_least": str(one.at_least)} for one in level.shares),
            ],
            least_households=level.least_households,
            valid_from=level.starts,
            valid_to=level.ends,
            source=str(level.source),
            # What only lanes are asked is not in the digest of the others, which is older.
            digest=_digest(level, None if level.shares else {"shares", "least_households"}),
        )


def _whose(loaded: Loaded, programme: schema.Programme) -> dict[str, str]:
    return {
        "pack": loaded.pack.name,
        "area": loaded.pack.area,
        "programme": programme.programme,
    }


def _digest(version: schema.Dated, exclude: set[str] | None = None) -> str:
    return sha256(version.model_dump_json(exclude=exclude).encode()).hexdigest()


def _measure(programme: schema.Programme, measure: schema.Measure) -> MeasureDef:
    numerator, denominator = measure.ratio or ("", "")
    return MeasureDef(
        id=measure.id,
        programme=programme.programme,
        title=measure.title,
        title_en=measure.title_en,
        definition=measure.definition,
        definition_en=measure.definition_en,
        unit=measure.unit,
        how=measure.adds_up,
        kind=measure.fact or "",
        categories=list(measure.categories),
        of_programme=measure.of_programme,
        numerator=numerator,
        denominator=denominator,
        **(measure.areas.model_dump() if measure.areas else {}),
    )


def _target(loaded: Loaded, target: schema.Target) -> TargetDef:
    return TargetDef(
        measure=target.measure,
        area=target.area or loaded.pack.area,
        each=target.each or "",
        starts_on=target.starts or date(target.by.year, 1, 1),
        by=target.by,
        value=target.value,
        source=str(target.source),
    )
