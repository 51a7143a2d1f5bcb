"""The safe side of reading a photographed sheet: its codes, and the ink beside each. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit
from jinguo.core.pictures.reading import UnreadablePicture, check_fit, sentence

CHILD = "jinguo.core.pictures.sheets_child"


@dataclass(frozen=True)
class Space:
    """Where ink is looked for, in sides of a line's code from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Mark:
    """The code of a line, and which share of its space is ink; None where that cannot be told."""

    text: str
    ink: float | None


@dataclass(frozen=True)
class Sheet:
    """What stands on a photographed sheet: the texts of its QR codes, and its lines by Data Matrix."""

    pages: Sequence[str]
    lines: Sequence[Mark]


def read_sheet(data: bytes, space: Space) -> Sheet:
    """
    Return the codes of a photograph, from whatever side it was taken, and the ink beside each line's.

    :raises UnreadablePicture: it cannot be opened as a picture, with the reason
    :raises Refused: the virus scanner finds it harmful or does not answer
    """
    check_fit(data)
    words = [str(side) for side in (space.left, space.top, space.right, space.bottom)]
    try:
        with parent.answer(CHILD, data, *words) as answer:
            head = answer.head()
            return Sheet(
                [str(text) for text in head["pages"]],
                [
                    Mark(str(text), None if ink is None else float(ink))
                    for text, ink in head["lines"]
                ],
            )
    except Unfit as unfit:
        raise UnreadablePicture(sentence(unfit.code)) from unfit
    except parent.Died as fault:
        raise UnreadablePicture(sentence("died")) from fault
