"""Photographs with all that a camera, a phone or an editor writes beside the pixels; made here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import product

from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin

from tests.core.heic import box, heic

CANARY = b"CANARY-7c21-owner"
RED, GREEN, BLUE, YELLOW = (220, 40, 40), (40, 180, 60), (40, 60, 200), (240, 220, 60)
CORNERS = [RED, GREEN, BLUE, YELLOW]  # of a picture that stands upright, by rows
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIC")
SAVED = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"quality": 95}, "AVIF": {"speed": 10}}
KINDS = ("exif", "xmp", "icc", "iptc", "comment", "after")
# What undoes an orientation of EXIF: the picture as the sensor saw it.
LYING = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return a picture of four colours."""
    image = Image.new("RGB", (2, 2))
    image.putdata(CORNERS)
    return image.resize(size, Image.Resampling.NEAREST)


def corners(image: Image.Image) -> list[tuple[int, int, int]]:
    """Return the colour in the middle of each quarter."""
    wide, high = image.width // 4, image.height // 4
    return [image.getpixel((x, y)) for y in (high, 3 * high) for x in (wide, 3 * wide)]


def are_near(one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]) -> bool:
    """Say whether colours are the same but for what coding does to them."""
    pairs = [pair for a, b in zip(one, other, strict=True) for pair in zip(a, b, strict=True)]
    return all(abs(a - b) < 20 for a, b in pairs)


def as_file(image: Image.Image, kind: str, **more: object) -> bytes:
    """Return an image in a format of Pillow."""
    out = BytesIO()
    image.save(out, kind, **{**SAVED.get(kind, {}), **more})
    return out.getvalue()


def with_everything() -> Iterator[tuple[str, bytes]]:
    """Yield 480 photographs: every format and orientation, with twelve selections of what is to go."""
    wanted = [{kind} for kind in KINDS] + [set(KINDS) - {kind} for kind in KINDS]
    for kind, orientation, parts in product(FORMATS, LYING, wanted):
        yield (
            f"{kind} {orientation} {'+'.join(sorted(parts))}",
            photograph(kind, orientation, parts),
        )


def photograph(kind: str, orientation: int, parts: set[str]) -> bytes:
    """Return a photograph whose EXIF has an orientation, where it has EXIF, and the parts that are wanted."""
    exif = exif_block(orientation) if "exif" in parts else b""
    xmp = xmp_packet() if "xmp" in parts else b""
    icc = profile() if "icc" in parts else None
    after = b"PK\x03\x04" + CANARY if "after" in parts else b""
    if kind == "HEIC":  # turned by its container; what EXIF says does not count
        inside = CANARY if parts & {"icc", "iptc", "comment"} else b""
        extra = box(b"free", inside) if inside else b""
        return heic(exif=exif, xmp=xmp, turns=1, thumbnail=True, after=extra + after)
    turn = LYING[orientation] if exif else None
    image = quarters().transpose(turn) if turn is not None else quarters()
    more: dict[str, object] = {"icc_profile": icc} if icc else {}
    if exif:
        more["exif"] = exif
    if xmp and kind != "PNG":
        more["xmp"] = xmp
    if kind == "PNG":
        more["pnginfo"] = texts(xmp, parts)
    data = as_file(image, kind, **more)
    if kind == "JPEG":
        data = data[:2] + segments(parts) + data[2:]
    if kind == "WEBP" and parts & {"iptc", "comment"}:
        data = with_chunk(data)
    if kind == "AVIF" and parts & {"iptc", "comment"}:
        data += box(b"free", CANARY)
    return data + after


def exif_block(orientation: int = 1) -> bytes:
    """Return EXIF with an owner, a place, a maker's note and a small picture of its own."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Phone"
    exif[ExifTags.Base.Artist] = CANARY.decode()
    exif[ExifTags.Base.DateTime] = "2020:05:12 09:30:00"
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.MakerNote: b"NOTE" + CANARY,
            ExifTags.Base.BodySerialNumber: CANARY.decode(),
            ExifTags.Base.UserComment: b"ASCII\0\0\0" + CANARY,
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (35.0, 57.0, 36.5), 3: "E", 4: (120.0, 11.0, 24.25), 29: "2020:05:12"}
    )
    return with_thumbnail(exif.tobytes())


def with_thumbnail(exif: bytes) -> bytes:
    """Return EXIF with a second directory, which holds a small JPEG."""
    tiff = bytearray(exif.removeprefix(b"Exif\0\0"))
    order = "<" if tiff.startswith(b"II") else ">"
    count = struct.unpack_from(f"{order}H", tiff, 8)[0]
    struct.pack_into(f"{order}I", tiff, 10 + 12 * count, len(tiff))
    small = as_file(quarters((16, 16)), "JPEG", comment=CANARY)
    at = len(tiff) + 2 + 2 * 12 + 4
    entries = [(0x0201, 4, 1, at), (0x0202, 4, 1, len(small))]
    tiff += struct.pack(f"{order}H", len(entries))
    for entry in entries:
        tiff += struct.pack(f"{order}HHII", *entry)
    return b"Exif\0\0" + bytes(tiff) + bytes(4) + small


def xmp_packet() -> bytes:
    """Return XMP that names the owner and the place."""
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        b'syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="' + CANARY
        + b'" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="35,57.6N"/></rdf:RDF></x:xmpmeta>'
    )  # fmt: skip


def profile(name: bytes = CANARY) -> bytes:
    """Return a colour profile of sRGB whose description names someone."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    known = "sRGB built-in".encode("utf-16-be")
    at = data.index(known)
    # The tables before and after keep their places: the text is cut to the room there is.
    return data[:at] + name[: len(known)].ljust(len(known), b"\0") + data[at + len(known) :]


def iptc() -> bytes:
    """Return Photoshop's block with an IPTC record of the author."""
    record = b"\x1c\x02\x50" + struct.pack(">H", len(CANARY)) + CANARY
    padded = record + b"\0" * (len(record) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + padded


def segments(parts: set[str]) -> bytes:
    """Return segments of JPEG for what Pillow does not write."""
    made = b""
    if "iptc" in parts:
        made += segment(0xED, iptc()) + segment(0xEB, b"JP\0\1" + CANARY)
    if "comment" in parts:
        made += segment(0xFE, b"<script>" + CANARY + b"</script>")
    return made


def segment(number: int, content: bytes) -> bytes:
    return bytes([0xFF, number]) + struct.pack(">H", len(content) + 2) + content


def texts(xmp: bytes, parts: set[str]) -> PngImagePlugin.PngInfo:
    """Return the texts of a PNG, plain and packed."""
    info = PngImagePlugin.PngInfo()
    if xmp:
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    if "iptc" in parts:
        hexed = iptc().hex()
        info.add_text("Raw profile type iptc", f"\niptc\n{len(iptc())}\n{hexed}\n", zip=True)
        info.add_text("Author", CANARY.decode())
    if "comment" in parts:
        info.add_text("Comment", CANARY.decode())
    return info


def with_chunk(webp: bytes) -> bytes:
    """Return a WebP with a chunk nobody knows."""
    chunk = b"CNRY" + struct.pack("<I", len(CANARY)) + CANARY + b"\0" * (len(CANARY) % 2)
    return b"RIFF" + struct.pack("<I", len(webp) - 8 + len(chunk)) + webp[8:] + chunk


def pieces(jpeg: bytes) -> list[tuple[int, bytes]]:
    """
    Return the segments of a JPEG, from its start to its very end: marker and content.

    Written from ITU-T T.81, annex B, and not with Pillow, which wrote it.
    """
    assert jpeg[:2] == b"\xff\xd8"
    at, found = 2, []
    while True:
        assert jpeg[at] == 0xFF
        marker = jpeg[at + 1]
        if marker == 0xD9:
            assert at + 2 == len(jpeg), "something follows the end"
            return found
        size = struct.unpack_from(">H", jpeg, at + 2)[0]
        found.append((marker, jpeg[at + 4 : at + 2 + size]))
        at += 2 + size
        if marker == 0xDA:  # a scan goes on to the next marker that is no stuffing and no restart
            while jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
                at += 1


def upright(data: bytes) -> Image.Image:
    """Return what a viewer shows of a file."""
    return ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of PNG."""
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    )  # fmt: skip


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg))


def check_clean(jpeg: bytes) -> None:
    """Pass when a JPEG holds what draws its pixels, the plainest head, and nothing after its end."""
    found = pieces(jpeg)
    assert {marker for marker, _content in found} <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    [head] = [content for marker, content in found if marker == 0xE0]
    assert len(head) == 14 and head[:5] == b"JFIF\0" and head[-2:] == b"\0\0"  # no picture in it
    for text in (CANARY, b"Exif", b"http://", b"Photoshop", b"ICC_PROFILE", b"<x:xmp", b"<script"):
        assert text not in jpeg
    seen = opened(jpeg)
    assert not seen.getexif() and set(seen.info) <= {
        "jfif", "jfif_version", "jfif_unit", "jfif_density",
    }  # fmt: skip
