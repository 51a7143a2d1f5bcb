"""Files that mean harm, or only look like it, made here."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

from tests.make.exchange import roster_row, workbook

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)
SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
GOOD = workbook([roster_row()])
Kind = Callable[[], Iterator[tuple[str, bytes]]]


@cache
def corpus(kind: Kind) -> list[tuple[str, bytes]]:
    """The files of one kind, made once."""
    return list(kind())


def rebuilt(changes: dict[str, bytes | None] | None = None, **added: bytes) -> bytes:
    """A good workbook with parts replaced, removed (None) or added."""
    changes = changes or {}
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            content = changes.get(member.filename, old.read(member))
            if content is not None:
                new.writestr(member.filename, content)
        for name, content in changes.items():
            if name not in old.namelist() and content is not None:
                new.writestr(name, content)
        for name, content in added.items():
            new.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(GOOD)) as book:
        return book.read(name)


SHEET_PART = "xl/worksheets/sheet1.xml"


def bombs() -> Iterator[tuple[str, bytes]]:
    """Archives that unpack to far more than they are."""
    zeros = b"\0" * (150 * 1024 * 1024)
    yield "flat", rebuilt({"xl/media/a.bin": zeros})
    yield "several-parts", rebuilt({f"xl/media/{n}.bin": zeros[: 40 << 20] for n in range(6)})
    yield "sheet-of-spaces", rebuilt({SHEET_PART: SHEET.format(" " * (120 << 20)).encode()})
    yield "nested-zip", rebuilt({"xl/embeddings/inner.zip": rebuilt({"a.bin": zeros})})
    yield "nested-workbook", rebuilt({"xl/embeddings/inner.xlsx": GOOD})
    yield "nested-unnamed", rebuilt({"xl/embeddings/inner.bin": GOOD})
    yield "many-members", rebuilt({f"xl/{n}.xml": b"<a/>" for n in range(1_500)})
    yield "overlap", overlapping()
    yield "lying-about-sizes", lying()


def entities() -> Iterator[tuple[str, bytes]]:
    """XML that grows, reads files, or hides that it does."""
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = SHEET.partition("?>")[2].format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    )
    yield (
        "billion-laughs",
        rebuilt({SHEET_PART: f"{head}<!DOCTYPE x [{laughs}]>{body.format('&l9;')}".encode()}),
    )
    quadratic = f'<!ENTITY q "{"q" * 100_000}">'
    yield (
        "quadratic",
        rebuilt(
            {SHEET_PART: f"{head}<!DOCTYPE x [{quadratic}]>{body.format('&q;' * 5_000)}".encode()}
        ),
    )
    outside = '<!ENTITY f SYSTEM "file:///etc/passwd">'
    yield (
        "file",
        rebuilt({SHEET_PART: f"{head}<!DOCTYPE x [{outside}]>{body.format('&f;')}".encode()}),
    )
    yield (
        "lower-case",
        rebuilt({SHEET_PART: f"{head}<!doctype x [{outside}]>{body.format('x')}".encode()}),
    )
    padded = f"{head}<!--{' ' * 3_000}-->\n<!DOCTYPE x [{outside}]>{body.format('x')}"
    yield "behind-a-comment", rebuilt({SHEET_PART: padded.encode()})
    yield (
        "far-behind",
        rebuilt(
            {
                SHEET_PART: f"{head}<!--{' ' * 60_000}--><!DOCTYPE x [{outside}]>{body.format('x')}".encode()
            }
        ),
    )
    yield (
        "utf-16",
        rebuilt({SHEET_PART: f"<!DOCTYPE x [{outside}]>{body.format('x')}".encode("utf-16")}),
    )
    yield (
        "utf-7",
        rebuilt({SHEET_PART: f'<?xml version="1.0" encoding="utf-7"?>{body.format("x")}'.encode()}),
    )
    for name in (
        "xl/workbook.xml",
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ):
        text = part(name).decode()
        start = text.index("?>") + 2 if text.startswith("<?xml") else 0
        changed = f"{text[:start]}<!DOCTYPE x [{outside}]>{text[start:]}"
        yield f"in-{name}", rebuilt({name: changed.encode()})


def paths() -> Iterator[tuple[str, bytes]]:
    """Names that lead out of the archive."""
    for name in (
        "../x.xml",
        "/etc/x.xml",
        "xl/../../x.xml",
        "..\\x.xml",
        "C:/x.xml",
        "\\\\host\\x.xml",
        "xl/..\\x.xml",
    ):
        yield name, rebuilt({name: b"<a/>"})
    yield "link", with_link()
    yield "same-name", with_same_name()
    yield "macros", rebuilt({"xl/vbaProject.bin": b"macro"})


def broken() -> Iterator[tuple[str, bytes]]:
    """Files that are no workbook, or no longer one."""
    yield "empty", b""
    yield "text", b"hello"
    yield "csv", "户主,身份证号\n王芳,1\n".encode()
    yield "html", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "old-xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000
    yield "pdf", b"%PDF-1.7\n%%EOF"
    yield "zip-of-text", zip_of({"a.txt": b"a"})
    yield "docx", zip_of({"[Content_Types].xml": TYPES.encode(), "word/document.xml": b"<a/>"})
    yield "polyglot", b"%PDF-1.7\n" + GOOD
    yield "no-sheet", rebuilt({SHEET_PART: None})
    yield "no-types", rebuilt({"[Content_Types].xml": None})
    yield "no-book", rebuilt({"xl/workbook.xml": None})
    yield "not-xml", rebuilt({SHEET_PART: b"\x00\x01\x02"})
    yield "far-cell", rebuilt({SHEET_PART: far_cell()})
    yield "too-many-rows", rebuilt({SHEET_PART: many_rows(400_000)})
    yield "no-cells", workbook([], header=None)
    for cut in range(1, 20):
        yield f"cut-{cut}", GOOD[: len(GOOD) * cut // 20]


def mutated(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """A workbook with some bytes changed, dropped or doubled: it may open or not, but nothing may die."""
    chance = random.Random(seed)
    for number in range(count):
        data = bytearray(GOOD)
        for _turn in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case 2:
                    data[at:at] = data[at : at + chance.randint(1, 40)]
                case 3:
                    data[at : at + 4] = chance.randbytes(4)
        yield f"mutated-{number}", bytes(data)


def mutated_sheets(count: int, seed: int = 2) -> Iterator[tuple[str, bytes]]:
    """A workbook whose archive is sound but whose sheet is not."""
    chance = random.Random(seed)
    sheet = part(SHEET_PART)
    pieces = [
        b"<",
        b">",
        b"&",
        b'"',
        b'r="A0"',
        b't="s"',
        b"99999999",
        b"<row>",
        b"</c>",
        b"\xff",
        b"<![CDATA[",
    ]
    for number in range(count):
        data = bytearray(sheet)
        for _turn in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 6)] = chance.choice(pieces)
        yield f"sheet-{number}", rebuilt({SHEET_PART: bytes(data)})


def far_cell() -> bytes:
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return SHEET.format(f'<row r="1"><c r="A1"><v>1</v></c></row>{row}').encode()


def many_rows(count: int) -> bytes:
    return SHEET.format(
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count))
    ).encode()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_link() -> bytes:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def with_same_name() -> bytes:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<a/>")
    return out.getvalue()


def overlapping() -> bytes:
    """Two entries of the list that point at one place (the trick of David Fifield's bomb)."""
    data = zip_of(
        {"[Content_Types].xml": TYPES.encode(), "xl/workbook.xml": b"<a/>", "xl/other.xml": b"<b/>"}
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        first = archive.infolist()[0]
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 42] + struct.pack("<I", first.header_offset + 3) + data[at + 46 :]


def lying() -> bytes:
    """A sheet that says it is small and is not: 600 MB of zeros declared as 1,000 bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b" " * (1 << 20)
    head = SHEET.split("{}", maxsplit=1)[0].encode()
    packed = (
        packer.compress(head)
        + b"".join(packer.compress(block) for _n in range(600))
        + packer.flush()
    )
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            if member.filename != SHEET_PART:
                new.writestr(member, old.read(member))
        new.writestr(SHEET_PART, packed)
        info = new.getinfo(SHEET_PART)
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, 1_000
    data = bytearray(out.getvalue())
    with zipfile.ZipFile(BytesIO(out.getvalue())) as archive:
        at = archive.getinfo(SHEET_PART).header_offset
    data[at + 8 : at + 10] = struct.pack("<H", 8)
    data[at + 22 : at + 26] = struct.pack("<I", 1_000)
    return bytes(data)
