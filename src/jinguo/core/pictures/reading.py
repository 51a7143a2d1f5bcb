"""The safe side of reading a picture: takes the answer of the reading process, or its death."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jinguo.core import crypto, scanning
from jinguo.core.errors import Refused
from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PART = 16 * 1024 * 1024  # more than 2,000 × 2,000 pixels can take
CHILD = "jinguo.core.pictures.child"


class UnreadablePicture(Refused):
    """The file cannot be opened as a picture, or not within the limits."""

    code = "unreadable-picture"


@dataclass(frozen=True)
class Picture:
    """
    A picture made anew: JPEG in sRGB, upright, with pixels and nothing else.

    ``width`` and ``height`` are those of ``full``, in pixels. ``fingerprint`` tells alike pictures, see
    :func:`jinguo.core.pictures.likeness.are_alike`; ``digest`` tells the very same file, and is keyed.
    """

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    fingerprint: int
    digest: str


def read_picture(data: bytes) -> Picture:
    """
    Return a photograph as it may be kept: at most 2,000 pixels on the longer side, its thumbnail 320.

    JPEG, PNG, WebP, HEIC and AVIF are taken, by what is in them and not by a name. Reading happens in
    another process; whatever the file does to it, this one goes on.

    :raises UnreadablePicture: with the reason
    :raises Refused: the virus scanner finds it harmful or does not answer
    """
    check_fit(data)
    digest = crypto.keyed_digest("picture", data)
    try:
        with parent.answer(CHILD, data) as answer:
            head = answer.head()
            full, thumbnail = answer.part(LARGEST_PART), answer.part(LARGEST_PART)
            return Picture(
                full=full,
                thumbnail=thumbnail,
                width=int(head["width"]),
                height=int(head["height"]),
                fingerprint=int(head["fingerprint"]),
                digest=digest,
            )
    except Unfit as unfit:
        raise UnreadablePicture(sentence(unfit.code)) from unfit
    except (parent.Died, parent.TooLong) as fault:
        raise UnreadablePicture(sentence("died")) from fault


def check_fit(data: bytes) -> None:
    """
    Pass when a file may be given to the reading process.

    :raises UnreadablePicture: it is larger than 20 MB
    :raises Refused: the virus scanner finds it harmful or does not answer
    """
    if len(data) > LARGEST_FILE:
        raise UnreadablePicture(sentence("too-large"))
    scanning.check_clean(data)


def sentence(code: str) -> str:
    """Return what is wrong with the picture and what to do, for the person who sent it."""
    return {
        "too-large": _(
            "The picture is larger than 20 MB. Send it in a smaller size, as the phone offers when sharing."
        ),
        "not-a-picture": _(
            "This cannot be read as a picture in JPEG, PNG, WebP, HEIC or AVIF. Save it as JPEG and upload"
            " that, or take a new one."
        ),
        "too-many-pixels": _(
            "The picture has more than 40 million pixels. Set the camera to a smaller size, or shrink it and"
            " upload it again."
        ),
        "damaged": _(
            "The picture is damaged, cut short or of a kind that cannot be read. Save it as JPEG and upload"
            " that, or take a new one."
        ),
    }.get(code) or _(
        "Reading the picture failed, or needed more than 512 MB or 60 seconds. Shrink it to at most 4,000"
        " pixels on the longer side, save it as JPEG and upload that."
    )  # fmt: skip
