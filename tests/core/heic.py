"""
Pictures in HEIC, built box by box (ISO/IEC 14496-12 and 23008-12), because no free library writes them.

The coded picture is `photographs.quarters` at 128 × 128 pixels, encoded once; larger ones are grids of it,
as phones make them.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass, field

SIDE = 128
DECODER = base64.b64decode(
    "AQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAe"
    "oBAgIFlupJGmubgIaDAgAAADAyAAAAMAIWIAAQAHRAHBcrAiQA=="
)
CODED = base64.b64decode(
    "AAAAmCgBrwngITl1X//70p///DfvIfuzaHQcw8uZbPPpuPz+yD//5G3Jgum//FUBEAAiv//Q+ax+8wMf/ryTdHNuay2cdxWdSGC3"
    "yvcD+0/AACPpUNku471G49yQWW7bXbSo5NRzYDYi//77zsU4UCKvVFcCM0d/a0ZstdgP32VTBnpb6Ch/8ReI/6Px1feEi0r/55oj"
    "iH+/rGEY"
)


@dataclass
class Item:
    """One item of the file: its type, its data, its properties, and what it points to."""

    kind: bytes
    data: bytes
    properties: list[bytes] = field(default_factory=list)
    points: tuple[bytes, list[int]] | None = None
    more: bytes = b""
    is_hidden: bool = False


def heic(
    *,
    columns: int = 1,
    rows: int = 1,
    exif: bytes = b"",
    xmp: bytes = b"",
    turns: int = 0,
    size: tuple[int, int] | None = None,
    thumbnail: bool = False,
    after: bytes = b"",
    odd_kind: bytes = b"",
    pictures: int = 1,
) -> bytes:
    """
    Return a HEIC file of columns × rows pictures.

    ``turns`` are quarter turns anticlockwise, ``size`` what the header says whatever the truth is,
    ``pictures`` how many stand one after another, ``odd_kind`` the type of one more item, ``after`` what
    follows the file.
    """
    true = columns * SIDE, rows * SIDE
    shown = [box(b"ispe", struct.pack(">III", 0, *(size or true)))]
    if turns:
        shown.append(box(b"irot", bytes([turns])))
    tile = [box(b"hvcC", DECODER), box(b"ispe", struct.pack(">III", 0, SIDE, SIDE))]
    if columns * rows == 1:
        items = [Item(b"hvc1", CODED, [tile[0], *shown]) for _picture in range(pictures)]
    else:
        grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *true)
        tiles = list(range(2, 2 + columns * rows))
        items = [Item(b"grid", grid, shown, (b"dimg", tiles))]
        items += [Item(b"hvc1", CODED, tile, is_hidden=True) for _tile in tiles]
    if thumbnail:
        items.append(Item(b"hvc1", CODED, tile, (b"thmb", [1])))
    if exif:
        items.append(Item(b"Exif", bytes(4) + exif, points=(b"cdsc", [1])))
    if xmp:
        kind = b"application/rdf+xml\0\0"
        items.append(Item(b"mime", xmp, points=(b"cdsc", [1]), more=kind))
    if odd_kind:
        items.append(Item(odd_kind, b"odd", points=(b"cdsc", [1])))
    return file_of(items) + after


def file_of(items: list[Item]) -> bytes:
    """Return the file that holds items; the first is the one to be shown."""
    head = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    sized = meta(items, 0)
    return head + meta(items, len(head) + len(sized) + 8) + box(b"mdat", joined(items))


def meta(items: list[Item], at: int) -> bytes:
    """Return the box that says what the items are; their data begins at a place in the file."""
    numbered = list(enumerate(items, 1))
    infos = b"".join(
        full_box(
            b"infe",
            struct.pack(">HH", number, 0) + item.kind + b"\0" + item.more,
            version=2,
            flags=int(item.is_hidden),
        )
        for number, item in numbered
    )
    places, shared = b"", {}
    for number, item in numbered:
        if item.data not in shared:
            shared[item.data] = at + sum(map(len, shared))
        places += struct.pack(">HHHII", number, 0, 1, shared[item.data], len(item.data))
    points = b"".join(
        box(kind, struct.pack(f">HH{len(to)}H", number, len(to), *to))
        for number, item in numbered
        if item.points
        for kind, to in [item.points]
    )
    known = list(dict.fromkeys(one for item in items for one in item.properties))
    belongs = b"".join(
        struct.pack(">HB", number, len(item.properties))
        + bytes(0x80 | known.index(one) + 1 for one in item.properties)
        for number, item in numbered
    )
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4) + b"pict" + bytes(13))
        + full_box(b"pitm", struct.pack(">H", 1))
        + full_box(b"iloc", b"\x44\0" + struct.pack(">H", len(items)) + places)
        + full_box(b"iinf", struct.pack(">H", len(items)) + infos)
        + (full_box(b"iref", points) if points else b"")
        + box(
            b"iprp",
            box(b"ipco", b"".join(known))
            + full_box(b"ipma", struct.pack(">I", len(items)) + belongs),
        ),
    )


def joined(items: list[Item]) -> bytes:
    """Return the items' data, each text once."""
    return b"".join(dict.fromkeys(item.data for item in items))


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def full_box(kind: bytes, content: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags) + content)
