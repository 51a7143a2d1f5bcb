"""Pictures that mean harm, or only look like pictures, made here."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.core.heic import heic
from tests.core.photographs import as_file, chunk, photograph, quarters, segment

PNG = b"\x89PNG\r\n\x1a\n"
GREY, COLOUR, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 4, 6  # colour types of PNG
END = chunk(b"IEND", b"")
Files = Iterator[tuple[str, bytes]]


def floods() -> Files:
    """Small files of very many pixels, true or only said."""
    yield "png-88-megapixels", plain_png(11_000, 8_000, GREY, depth=1)
    yield "png-one-row-too-many", plain_png(8_000, 5_001, GREY)
    yield "png-long", plain_png(50_000_000, 1, GREY)
    yield "png-interlaced", plain_png(9_000, 9_000, GREY, interlaced=True)
    yield "png-says-so", png(2**31 - 1, 2**31 - 1, COLOUR, b"")
    yield "jpeg-says-so", jpeg_of_size(65_500, 65_500)
    yield "jpeg-says-so-progressive", jpeg_of_size(65_500, 65_500, progressive=True)
    yield "webp-says-so", webp_of_size(16_384, 16_384)
    yield "avif-says-so", avif_of_size(9_000, 9_000)
    yield "heic-says-so", heic(size=(30_000, 30_000))
    yield "heic-grid", heic(columns=255, rows=255)
    yield "apng", plain_png(9_000, 9_000, GREY, before=chunk(b"acTL", struct.pack(">II", 9, 0)))


def bombs() -> Files:
    """Files with a part that unpacks to far more than it is."""
    packed = zlib.compress(bytes(200 << 20), 9)
    row = b"\0" * 97
    pixels = zlib.compress(row * 32, 9)
    for kind, content in (
        (b"zTXt", b"Comment\0\0" + packed),
        (b"iTXt", b"Comment\0\1\0\0\0" + packed),
        (b"iCCP", b"profile\0\0" + packed),
    ):
        yield f"png-{kind.decode()}", png(32, 32, COLOUR, pixels, before=chunk(kind, content))
    many = b"".join(
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1 << 20))) for _n in range(200)
    )
    yield "png-many-texts", png(32, 32, COLOUR, pixels, before=many)
    yield "png-too-much-data", png(32, 32, COLOUR, packed)
    yield (
        "exif-pointing-at-itself",
        with_exif(b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)),
    )
    yield (
        "exif-of-four-billion",
        with_exif(b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x010E, 2, 2**32 - 1, 8, 0)),
    )
    yield "heic-many-pictures", heic(pictures=5_000)


def broken() -> Files:
    """Files that are no picture of ours, or no longer one."""
    yield "empty", b""
    yield "text", b"hello"
    yield "html", b"<html><script>alert(1)</script></html>"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "svg-with-head", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    yield "pdf", b"%PDF-1.7\n%%EOF"
    yield "zip", archive()
    yield "program", b"\x7fELF" + bytes(200)
    yield "video", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(500)
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "JPEG2000"):
        yield kind.lower(), as_file(quarters(), kind)
    yield "gif-with-script", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"
    yield "jpeg-start-and-html", b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 20
    yield "png-start-and-html", PNG + b"<script>alert(1)</script>" * 20
    yield "webp-start-and-html", b"RIFF\x20\x02\0\0WEBPVP8 <script>alert(1)</script>"
    yield "heic-start-only", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
    yield "heic-odd-kind", heic(odd_kind=b"E\xeaif")  # kills pi-heif 1.4.0
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "HEIC"):
        whole = photograph(kind, 1, {"exif"})
        for cut in range(1, 10):
            yield f"{kind}-cut-{cut}", whole[: len(whole) * cut // 10]


def polyglots() -> Files:
    """Sound pictures that are something else as well."""
    for kind in ("JPEG", "PNG", "WEBP", "HEIC"):
        whole = photograph(kind, 1, set())
        yield f"{kind}-and-zip", whole + archive()
        yield f"{kind}-and-html", whole + b"<html><script>alert(1)</script></html>"
        yield f"{kind}-and-pdf", whole + b"%PDF-1.7\n1 0 obj\n<</JS(app.alert(1))>>\nendobj\n%%EOF"
    jpeg = photograph("JPEG", 1, set())
    yield "jpeg-script-in-comment", jpeg[:2] + segment(0xFE, b"*/=alert(1)/*<script>") + jpeg[2:]
    yield "jpeg-pdf-in-comment", jpeg[:2] + segment(0xFE, b"%PDF-1.7\n") + jpeg[2:]
    yield "jpeg-zip-in-segment", jpeg[:2] + segment(0xE8, archive()) + jpeg[2:]
    yield "jpeg-php-in-segment", jpeg[:2] + segment(0xE1, b"<?php system($_GET[0]);") + jpeg[2:]


def mutated(count: int, seed: int = 3) -> Files:
    """Pictures with some bytes changed, dropped or doubled: they may open or not, but nothing may die."""
    chance = random.Random(seed)
    whole = [
        photograph(kind, 6, {"exif", "xmp", "icc"})
        for kind in ("JPEG", "PNG", "WEBP", "AVIF", "HEIC")
    ]
    for number in range(count):
        data = bytearray(whole[number % len(whole)])
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


def animated() -> Files:
    """Pictures that move, first the four quarters and then black."""
    frames = [Image.new("RGB", (96, 64)) for _frame in range(3)]
    for kind in ("PNG", "WEBP", "AVIF"):
        yield kind, as_file(quarters(), kind, save_all=True, append_images=frames)
    yield "MPO", as_file(quarters(), "MPO", save_all=True, append_images=frames)
    yield "HEIC", heic(pictures=3)


def scan_bomb(scans: int) -> bytes:
    """Return a progressive JPEG whose last scan comes again and again; each costs a walk over all pixels."""
    whole = as_file(quarters((2_400, 1_800)), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * scans + b"\xff\xd9"


def plain_png(
    width: int,
    height: int,
    colour: int,
    *,
    depth: int = 8,
    interlaced: bool = False,
    before: bytes = b"",
) -> bytes:
    """Return a black PNG, packed to next to nothing and made without holding its pixels."""
    channels = {GREY: 1, COLOUR: 3, GREY_ALPHA: 2, COLOUR_ALPHA: 4}[colour]
    bits = width * depth * channels
    left = height * (1 + (bits + 7) // 8)
    packer, parts = zlib.compressobj(9), []
    while left > 0:
        parts.append(packer.compress(bytes(min(left, 1 << 22))))
        left -= 1 << 22
    data = b"".join(parts) + packer.flush()
    return png(width, height, colour, data, depth=depth, interlaced=interlaced, before=before)


def png(
    width: int, height: int, colour: int, data: bytes, *, depth: int = 8, interlaced: bool = False,
    before: bytes = b"",
) -> bytes:  # fmt: skip
    """Return a PNG of packed data, whatever it says of itself."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return PNG + chunk(b"IHDR", head) + before + chunk(b"IDAT", data) + END


def jpeg_of_size(width: int, height: int, *, progressive: bool = False) -> bytes:
    """Return a small JPEG that says it is of another size."""
    data = bytearray(as_file(quarters(), "JPEG", progressive=progressive))
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    struct.pack_into(">HH", data, at + 5, height, width)
    return bytes(data)


def webp_of_size(width: int, height: int) -> bytes:
    """Return a small WebP whose canvas is of another size."""
    data = bytearray(as_file(quarters(), "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"))
    at = data.index(b"VP8X") + 12
    data[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def avif_of_size(width: int, height: int) -> bytes:
    """Return a small AVIF that says it is of another size."""
    data = bytearray(as_file(quarters(), "AVIF"))
    struct.pack_into(">II", data, data.index(b"ispe") + 8, width, height)
    return bytes(data)


def with_exif(tiff: bytes) -> bytes:
    """Return a JPEG with a block of EXIF."""
    jpeg = as_file(quarters(), "JPEG")
    return jpeg[:2] + segment(0xE1, b"Exif\0\0" + tiff) + jpeg[2:]


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()
