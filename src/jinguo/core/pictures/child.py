"""
The process that reads a picture, in the jail of :mod:`jinguo.core.jail`. Only here and in ``sheets_child``
Pillow is imported.

Nothing but the pixels of the first frame goes on, upright, in sRGB and on white. Its answer is the size and
the fingerprint, then two parts: the picture and its thumbnail, both JPEG.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pi_heif
from PIL import (  # what Pillow imports when first needed, it must have here: no file can be opened later
    AvifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    MpoImagePlugin,  # noqa: F401  (a JPEG with a second picture in it)
    TiffImagePlugin,  # noqa: F401  (EXIF is a TIFF)
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from jinguo.core.jail import child as jail
from jinguo.core.jail.child import Unfit

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
MOST_PIXELS = 40_000_000
FULL, THUMBNAIL = 2_000, 320  # pixels on the longer side
QUALITY = 85
WHITE = (255, 255, 255)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

Image.preinit()
# Pillow looks at the header first and refuses a picture of twice as many pixels.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
# Every thread would take its own memory from what this process may have.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


def main() -> None:
    """Read one picture and write the answer."""
    full = read(jail.take())
    jail.say({"width": full.width, "height": full.height, "fingerprint": fingerprint(full)})
    jail.give(as_jpeg(full))
    jail.give(as_jpeg(shrunk(full, THUMBNAIL)))


def read(data: bytes) -> Image.Image:
    """
    Return the first frame of a picture, cleaned.

    :raises Unfit, MemoryError: as :func:`opened`
    """
    return opened(data, cleaned)


def opened(data: bytes, make: Callable[[ImageFile.ImageFile], Image.Image]) -> Image.Image:
    """
    Return what ``make`` makes of a picture.

    :raises Unfit: no picture of a known format, more than 40 million pixels, or damaged
    :raises MemoryError: it needs more than this process may have
    """
    try:
        return make(Image.open(BytesIO(data), formats=FORMATS))
    except Image.DecompressionBombError as fault:
        raise Unfit("too-many-pixels") from fault
    except UnidentifiedImageError as fault:
        raise Unfit("not-a-picture") from fault
    except MemoryError:
        raise
    except Exception as fault:  # whatever the decoder makes of it, the file is what is wrong
        raise Unfit("damaged") from fault


def cleaned(image: ImageFile.ImageFile) -> Image.Image:
    """Return a picture of at most 2,000 pixels on the longer side, upright, in sRGB, and nothing else."""
    profile = image.info.get("icc_profile")
    small = shrunk(eight_bits(image), FULL)
    with suppress(Exception):  # EXIF that cannot be read says nothing of the orientation
        ImageOps.exif_transpose(small, in_place=True)
    clean = in_srgb(on_white(small), profile)
    clean.info = {}
    return clean


def eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture in a mode that can be scaled: 8 bits a channel and no palette."""
    if image.mode.startswith("I"):
        return image.point(lambda grey: grey * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def shrunk(image: Image.Image, side: int) -> Image.Image:
    """Return a copy of a picture whose longer side has at most ``side`` pixels."""
    ratio = min(1, side / max(image.size))
    size = max(1, round(image.width * ratio)), max(1, round(image.height * ratio))
    # A JPEG is decoded at an eighth, a quarter or a half, while that is at least twice what is wanted.
    image.draft(None, (2 * size[0], 2 * size[1]))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def on_white(image: Image.Image) -> Image.Image:
    """Return a picture without transparency."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in the colours its profile means; one that cannot be read counts as none."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.buildTransform(source, SRGB, image.mode, "RGB").apply(image)
    return image.convert("RGB")


def as_jpeg(image: Image.Image) -> bytes:
    """Return a picture as JPEG without profile, EXIF or comment."""
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def fingerprint(image: Image.Image) -> int:
    """
    Return the 64-bit difference hash of a picture, as the signed number PostgreSQL's ``bigint`` holds.

    The picture is shrunk to 9 × 8 greys; a bit says that a grey is darker than the one to its right. Source:
    N. Krawetz, "Kind of Like That", 2013; the same bits as ``dhash`` of the package ImageHash.
    """
    greys = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    rows = [greys[at : at + 9] for at in range(0, 72, 9)]
    bits = "".join("1" if row[x] < row[x + 1] else "0" for row in rows for x in range(8))
    return int.from_bytes(int(bits, 2).to_bytes(8, "big"), "big", signed=True)


if __name__ == "__main__":
    jail.run(main)
