"""Pasted sign-up lists, read line by line: who comes with how many, and what could not be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jinguo.activities.signups import words
from jinguo.core.names import DOUBLE_SURNAMES

MOST_SIGNS, MOST_SEATS = 20_000, 99
BETWEEN = re.compile(r"[\s,;/|:()\[\]【】<>《》。.!?~、_=+×*&\"“”'‘’-]+")


class Reason(TextChoices):
    """Why a line of a list enrols nobody."""

    WITHDRAWN = "withdrawn", _("Has withdrawn")
    REPEATED = "repeated", _("Stands in the list already")
    NO_NAME = "no-name", _("No name or phone found")
    NO_NUMBER = "no-number", _("Has no number and reads like none of the entries")
    TOO_MANY = "too-many", _("Asks for more than 99 seats")


@dataclass(frozen=True)
class Entry:
    """
    Somebody who signs up, as one line says it.

    ``line`` counts the pasted lines from 1. Of ``phone`` and ``phone_tail``, its last four digits, at most
    one is given; ``name`` is empty where the line has a phone alone. ``signed_up_by`` wrote the line for
    her.
    """

    line: int
    text: str
    name: str
    seats: int = 1
    phone: str = ""
    phone_tail: str = ""
    note: str = ""
    signed_up_by: str = ""


@dataclass(frozen=True)
class Unused:
    """A line that enrols nobody, and why; ``about`` is the line that holds instead, 0 for none."""

    line: int
    text: str
    reason: Reason
    about: int = 0


@dataclass(frozen=True)
class SignUps:
    """What a pasted list says: who signs up, in its order, and every line that enrols nobody."""

    entries: Sequence[Entry]
    unused: Sequence[Unused]


def read_sign_ups(text: str) -> SignUps:
    """
    Read a pasted list.

    What stands before the first entry tells about the event and is left out. A line that only adds a phone
    or a number of seats belongs to the entry above it. Of two lines about one person the first counts; a
    line by which somebody withdraws takes her entry out, wherever it stands.
    """
    entries: list[Entry] = []
    unused: list[Unused] = []
    for line, raw in enumerate(text[:MOST_SIGNS].splitlines(), start=1):
        if not tidy(raw):
            continue
        numbered, rest = without_number(tidy(raw))
        if not rest:
            continue
        if tells_of_event(rest) and (not entries or not numbered):
            continue
        read = read_line(line, raw.strip(), rest)
        if isinstance(read, Entry) and (numbered or is_entry_by_itself(read)):
            entries.append(read)
        elif isinstance(read, Unused) and (numbered or (entries and is_withdrawal(read))):
            unused.append(read)
        elif entries and adds_to_entry(rest):
            entries[-1] = joined(entries[-1], rest)
        elif entries or unused:
            unused.append(Unused(line, raw.strip(), Reason.NO_NUMBER))
    return settled(entries, unused)


def tidy(text: str) -> str:
    """Return a line in half-width signs, one blank for several, without emoji, marks and mentions."""
    plain = unicodedata.normalize("NFKC", text.replace("\u20e3", ".").replace("@", " "))
    kept = "".join(
        " " if unicodedata.category(sign) in ("So", "Sk", "Zs", "Zl") else sign
        for sign in plain
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn", "Mn", "Me")
    )
    return " ".join(kept.split())


def without_number(text: str) -> tuple[bool, str]:
    """Say whether a line begins with its number in the list, and return what follows it."""
    found = words.LINE_NUMBER.match(text)
    return (True, text[found.end() :].strip()) if found else (False, text)


def tells_of_event(text: str) -> bool:
    """Say whether a line tells about the event: it begins with ``#`` or a word as 时间."""
    return text.startswith("#") or words.NOTICE.match(text) is not None


def read_line(line: int, raw: str, text: str) -> Entry | Unused:
    """Read one line without its number."""
    if words.WITHDRAWN.search(text):
        return Unused(line, raw, Reason.WITHDRAWN)
    phone, tail, text = cut_phone(text)
    seats, text = cut_seats(text)
    name, signed_up_by, note = names_in(text)
    if not name and not phone:
        return Unused(line, raw, Reason.NO_NAME)
    if seats > MOST_SEATS:
        return Unused(line, raw, Reason.TOO_MANY)
    return Entry(line, raw, name, seats, phone, tail, note, signed_up_by)


def is_entry_by_itself(read: Entry) -> bool:
    """Say whether a line is an entry although it has no number: it names somebody with a phone."""
    return bool(read.name and (read.phone or read.phone_tail))


def is_withdrawal(read: Unused) -> bool:
    """Say whether somebody withdraws by a line."""
    return read.reason == Reason.WITHDRAWN


def cut_phone(text: str) -> tuple[str, str, str]:
    """Return the mobile number of a line, or the tail of one, and the text without it."""
    found = words.MOBILE.search(text)
    if found:
        return re.sub(r"\D", "", found[1]), "", f"{text[: found.start()]} {text[found.end() :]}"
    found = words.TAIL.search(text)
    if found:
        return "", found[1] or found[2], f"{text[: found.start()]} {text[found.end() :]}"
    return "", "", text


def cut_seats(text: str) -> tuple[int, str]:
    """Return how many seats a line asks for, one where it says nothing, and the text without it."""
    named = words.NAME_AND_SEATS.search(text)
    if named and (is_surnamed(named["name"]) or named["name"].isascii()):
        cut = named.start("seats")
        text = f"{text[:cut]} {text[cut:]}"
    found = words.ADULTS_AND_CHILDREN.search(text)
    if found:
        return number(found[1]) + number(found[2]), without(text, found)
    seats, more = 1, words.MORE.search(text)
    if more:
        seats += number(next(filter(None, more.groups()), "1"))
        text = without(text, more)
    total = words.TOTAL.search(text)
    if total:
        said = number(next(filter(None, total.groups())))
        return (max(said, seats), without(text, total)) if said else (seats, text)
    return seats, text


def without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def number(text: str) -> int:
    """Return a number in digits or one Chinese sign."""
    return words.NUMERALS[text] if text in words.NUMERALS else int(text)


def names_in(text: str) -> tuple[str, str, str]:
    """
    Return who signs up, who wrote for her, and the rest as a note.

    The first word that begins with a frequent surname is the name; without one, the first that may be a name.
    """
    parts = words_of(text)
    signed_up_by = ""
    for part in parts:
        found = words.FOR_ANOTHER.fullmatch(part)
        if found:
            name, by = without_kin(untitled(found["name"] or found["other"])), found["by"]
            signed_up_by = "" if by == "我" else by or who_else(parts, part)
            parts = [one for one in parts if one not in (part, signed_up_by)]
            return name, signed_up_by, " ".join(parts)
    for part in parts:
        found = words.BY_ANOTHER.fullmatch(part)
        if found and len(parts) > 1:
            signed_up_by = found["by"]
            parts.remove(part)
            break
    might_be = [part for part in map(said_name, parts) if words.NAME.fullmatch(part)]
    name = next(filter(is_surnamed, might_be), next(iter(might_be), ""))
    rest = [part for part in parts if said_name(part) != name]
    return without_kin(name), signed_up_by, " ".join(rest)


def words_of(text: str) -> list[str]:
    """
    Return the words of a line without labels, those of one saying together: 替 赵敏 报 → 替赵敏.

    What stands in the Latin alphabet is one name: Zhang San.
    """
    parts: list[str] = []
    for part in BETWEEN.split(text):
        if not part or part in words.LABELS:
            continue
        before = parts[-1] if parts else ""
        if part.isascii() and any(
            one.fullmatch(f"{before} {part}") for one in (words.NAME, words.FOR_ANOTHER)
        ):
            parts[-1] = f"{before} {part}"
        elif len(parts) > 1 and part in words.BY_HER and is_surnamed(before):
            parts[-1] = f"{before}{part}"
        elif is_for(before, part, text):
            alone = words.IN_PLACE_OF.fullmatch(before)
            parts[-1] = f"{alone['by']}替{part}" if alone else f"{before}{part}"
        else:
            parts.append(part)
    return [part for part in parts if part != "报"]


def is_for(before: str, part: str, text: str) -> bool:
    """Say whether a word tells for whom the one before it signs up: 替 and 赵敏, 替妈妈 and 赵桂英."""
    alone = words.IN_PLACE_OF.fullmatch(before)
    if alone is None:
        for_kin = words.FOR_ANOTHER.fullmatch(before)
        return bool(for_kin and for_kin["name"] and is_kin(for_kin["name"]) and is_surnamed(part))
    by, says_so = alone["by"], words.SIGNS_UP.search(text) is not None
    if by not in ("", "我") and not is_surnamed(by):
        return False
    if is_surnamed(part) or (part.isascii() and words.NAME.fullmatch(part)):
        return says_so or alone["how"] not in ("代", "给")
    return says_so and words.KIN.fullmatch(part) is not None


def is_surnamed(text: str) -> bool:
    """Say whether a word may be a name that begins with a frequent surname."""
    return len(text) > 1 and text[0] in words.SURNAMES and words.NAME.fullmatch(text) is not None


def is_kin(text: str) -> bool:
    """Say whether a word says what somebody is to who writes for her, and not her name."""
    found = words.KIN.fullmatch(text)
    return found is not None and not found["name"]


def without_kin(name: str) -> str:
    """Return a name without what she is to who writes for her: 妈妈赵桂英 → 赵桂英."""
    found = words.KIN.fullmatch(name)
    return found["name"] if found and found["name"] and is_surnamed(found["name"]) else name


def who_else(parts: Sequence[str], part: str) -> str:
    """Return who wrote a line that signs up another: a name with a surname, else what stands before."""
    others = [one for one in parts if one != part and words.NAME.fullmatch(one)]
    before = [one for one in others if parts.index(one) < parts.index(part)]
    return next(filter(is_surnamed, others), next(iter(before), ""))


def said_name(part: str) -> str:
    """Return a word without what people add to their name: 张三报名, 张三老师 → 张三."""
    found = words.MADE_BY.fullmatch(part)
    return untitled(found["name"] if found else part.removeprefix("我是"))


def untitled(name: str) -> str:
    """Return a name without what she is called: 郑洁老师 → 郑洁; 王老师 stays, which names nobody else."""
    found = words.TITLED.fullmatch(name)
    is_whole = found and is_surnamed(found["name"]) and found["name"] not in DOUBLE_SURNAMES
    return found["name"] if found and is_whole else name


def adds_to_entry(text: str) -> bool:
    """Say whether a line without a number only adds a phone or seats to the entry above it."""
    phone, tail, rest = cut_phone(text)
    seats, rest = cut_seats(rest)
    left = [part for part in BETWEEN.split(rest) if part and part not in words.LABELS]
    return bool(phone or tail or seats > 1) and not left


def joined(entry: Entry, text: str) -> Entry:
    """Return an entry with what the line below it adds."""
    phone, tail, rest = cut_phone(text)
    seats, _rest = cut_seats(rest)
    return replace(
        entry,
        text=f"{entry.text} {text}",
        phone=entry.phone or phone,
        phone_tail="" if entry.phone or phone else entry.phone_tail or tail,
        seats=max(entry.seats, seats),
    )


def settled(entries: Iterable[Entry], unused: list[Unused]) -> SignUps:
    """Return what holds: each person once, and nobody who withdrew."""
    withdrawn = {
        name: one for one in unused if one.reason == Reason.WITHDRAWN for name in [who(one.text)]
    }
    kept: list[Entry] = []
    for entry in entries:
        first = next((one for one in kept if is_same(one, entry)), None)
        if entry.name and entry.name in withdrawn:
            about = withdrawn[entry.name].line
            unused.append(Unused(entry.line, entry.text, Reason.WITHDRAWN, about))
        elif first is not None:
            unused.append(Unused(entry.line, entry.text, Reason.REPEATED, first.line))
        else:
            kept.append(entry)
    return SignUps(kept, sorted(unused, key=lambda one: one.line))


def who(text: str) -> str:
    """Return who withdraws by a line."""
    _numbered, rest = without_number(tidy(text))
    _phone, _tail, rest = cut_phone(words.WITHDRAWN.sub(" ", rest))
    _seats, rest = cut_seats(rest)
    return names_in(rest)[0]


def is_same(one: Entry, other: Entry) -> bool:
    """Say whether two entries are of one person: the same name, and phones that do not differ."""
    if one.name != other.name:
        return False
    if one.phone and other.phone:
        return one.phone == other.phone
    tails = {entry.phone[-4:] or entry.phone_tail for entry in (one, other)} - {""}
    return len(tails) <= 1
