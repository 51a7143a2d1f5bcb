"""
What a workbook's archive may look like, decided before anything in it is unpacked.

The limits are those of a bomb, not of an office: the roster of 165,570 households has 9 members,
106 MB unpacked and a ratio of 9.3. Plain Python without Django, because the reading process imports
it.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise

from jinguo.core.jail.child import Unfit

MOST_MEMBERS = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
# A part this small harms nobody, however well it was packed.
RATIO_FROM = 1024 * 1024
PROLOG = 64 * 1024

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
CENTRAL_END = b"PK\x05\x06"
LOCAL_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = 0x1
SIZES_FOLLOW = 0x8
ARCHIVES = (
    ".zip",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".docx",
    ".pptx",
    ".ods",
    ".jar",
    ".gz",
    ".7z",
    ".rar",
)
MACROS = ("vbaproject.bin", "vbadata.xml")
ROOT_ELEMENT = re.compile(rb"<[A-Za-z_]")
ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def check(data: bytes) -> None:
    """
    Pass when ``data`` is a plain .xlsx archive within the limits.

    :raises Unfit: otherwise
    """
    if data.startswith(OLE_START):
        raise Unfit("old-format")  # .xls, or a workbook behind a password
    if not data.startswith(LOCAL_START):
        raise Unfit("not-a-workbook")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            check_sizes(members)
            check_names(members)
            check_places(members, data)
            for member in members:
                check_start(archive, member)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError,
            NotImplementedError) as fault:  # fmt: skip
        raise Unfit("damaged") from fault


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Refuse what would unpack to more than a workbook of ours ever holds."""
    if len(members) > MOST_MEMBERS:
        raise Unfit("too-many-members")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise Unfit("too-large-unpacked")
    parts = [(member.file_size, member.compress_size) for member in members]
    if any(
        size > RATIO_FROM and size > MOST_RATIO * kept
        for size, kept in [*parts, (unpacked, packed)]
    ):
        raise Unfit("ratio")


def check_names(members: list[zipfile.ZipInfo]) -> None:
    """Refuse paths that leave the archive, links, archives inside, macros and a second part of one name."""
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise Unfit("same-name-twice")
    for member, name in zip(members, names, strict=True):
        steps = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in name:
            raise Unfit("path")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Unfit("link")
        if name.endswith(ARCHIVES):
            raise Unfit("nested")
        if steps[-1] in MACROS:
            raise Unfit("macros")
        if member.flag_bits & ENCRYPTED:
            raise Unfit("password")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unfit("damaged")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unfit("not-a-workbook")


def check_places(members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Refuse parts that lie over each other, or whose own header tells another story than the list."""
    spans = []
    for member in members:
        head = LOCAL_HEADER.unpack_from(data, member.header_offset)
        name_length, extra_length = head[9], head[10]
        begins = member.header_offset + LOCAL_HEADER.size
        name = data[begins : begins + name_length]
        if head[0] != LOCAL_START or name != raw_name(member):
            raise Unfit("damaged")
        if not head[2] & SIZES_FOLLOW and head[8] not in (member.file_size, 0xFFFFFFFF):
            raise Unfit("damaged")
        spans.append(
            (begins - LOCAL_HEADER.size, begins + name_length + extra_length + member.compress_size)
        )
    spans.sort()
    spans.append((data.rfind(CENTRAL_END), 0))
    if any(ends > begins for (_, ends), (begins, _) in pairwise(spans)):
        raise Unfit("overlap")


def raw_name(member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member's name as the archive keeps them."""
    utf8 = member.flag_bits & 0x800
    return member.orig_filename.encode("utf-8" if utf8 else "cp437")


def check_start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse an archive in a part, and an XML part with a document type or in a foreign encoding."""
    with archive.open(member) as part:
        start = part.read(4096)
        if start.startswith((LOCAL_START, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
            raise Unfit("nested")
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            return
        root = ROOT_ELEMENT.search(start)
        while root is None and len(start) < PROLOG and (more := part.read(4096)):
            start += more
            root = ROOT_ELEMENT.search(start)
    check_prolog(start[: root.start()] if root else start)


def check_prolog(prolog: bytes) -> None:
    """Refuse a document type (which could bring entities) and any encoding but UTF-8."""
    encoding = ENCODING.search(prolog)
    if b"\0" in prolog or prolog.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise Unfit("xml-encoding")
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Unfit("xml-encoding")
    if b"<!doctype" in prolog.lower() or b"<!entity" in prolog.lower():
        raise Unfit("xml-entities")
