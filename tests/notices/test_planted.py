"""
T-25: generated notices with planted identifiers, none let through (trust.md R-062).

What is planted comes from tests/core/planted.py; what comes out is read by patterns of this file, which
share nothing with the detector. The control lets the texts through without it.
"""

import re
import unicodedata
from collections import Counter
from random import Random

import pytest

from jinguo.core.errors import Invalid
from jinguo.notices import queries, texts
from tests.core import planted as identifiers
from tests.make import notices as make

SEED, NOTICES, CONTROLS = 20201225, 5_000, 100
FREE = ("title", "introduction", "basis", "contact_room", "level", "name")
ADDRESSES = identifiers.MAKERS.index(identifiers.address)
UNSEEN = re.compile(r"[\s\u200b\u00a0·-]")
# Of another hand than the detector: any long number, and what names an address, a date or an account.
TELLING = re.compile(
    r"\d{7,}|[〇一二三四五六七八九]{7,}|@|微信|QQ|wx:|部队|军字|护照|通行证|出生|生日|生于|\d号|单元|\d栋|\d组"
    r"|癌|尿毒症|脑瘫|白血病|精神分裂|第\d+户|\d排"
)


def planted(chance, number):
    """A field and what is planted in it; the room of an office may have an address."""
    field = FREE[number % len(FREE)]
    kind = number // len(FREE) % len(identifiers.MAKERS)
    if field == "contact_room" and kind == ADDRESSES:
        kind += 1
    found = identifiers.MAKERS[kind](chance)
    # A level is too short for a sentence: it would be refused for its length and prove nothing.
    return field, found if field == "level" else identifiers.around(chance, found)


def drafted(actor, field, text):
    """A notice with a text in one of its fields; of a line, in its name or level."""
    if field in ("name", "level"):
        return make.draft(actor=actor, lines=[make.line(**{field: text})])
    return make.draft(actor=actor, **{field: text})


def printed(notice):
    """Everything a notice prints that someone typed."""
    lines = [text for one in queries.entries(notice) for text in (one.name, one.place, one.level)]
    return "\n".join([notice.title, notice.introduction, notice.basis, notice.contact_room, *lines])


def tells(text):
    return TELLING.search(UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


@pytest.mark.slow
@pytest.mark.django_db
def test_of_5000_notices_with_planted_identifiers_none_lets_one_through(counted):
    chance, actor = Random(SEED), make.writer()
    clean = printed(make.draft(actor=actor))
    assert not tells(clean)
    counts, let_through = Counter(), []

    for number in range(NOTICES):
        field, text = planted(chance, number)
        try:
            notice = drafted(actor, field, text)
        except Invalid:
            counts[field, "refused"] += 1
            continue
        counts[field, "masked"] += 1
        if text in printed(notice) or tells(printed(notice)):
            let_through.append((field, text))

    said = ", ".join(
        f"{count} {what} in {field}" for (field, what), count in sorted(counts.items())
    )
    counted(
        f"notices with planted identifiers, seed {SEED}: {NOTICES}; {said};"
        f" {len(let_through)} let through"
    )
    assert let_through == []
    assert sum(counts.values()) == NOTICES
    assert {field for field, what in counts if what == "masked"} == {"name"}


@pytest.mark.slow
@pytest.mark.django_db
def test_without_the_detector_the_same_identifiers_come_out(monkeypatch, counted):
    monkeypatch.setattr(texts, "refuse_identifiers", lambda *_given, **_more: None)
    chance, actor = Random(SEED), make.writer()
    out = 0

    for number in range(CONTROLS):
        field, text = planted(chance, number)
        if field != "name" and len(text) <= texts.LENGTHS[field]:
            out += bool(tells(printed(drafted(actor, field, text))))

    counted(
        f"notices with planted identifiers, seed {SEED}: without the detector {out} of {CONTROLS} tell"
        " something"
    )
    assert out > CONTROLS / 2
