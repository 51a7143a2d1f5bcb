"""Of a photograph only the pixels are kept, upright and in plain colour."""

from __future__ import annotations

import zlib
from collections import Counter

import pytest
from PIL import Image, ImageCms

from jinguo.core.pictures import child
from jinguo.core.pictures.reading import read_picture
from tests.core import hostile_pictures as hostile
from tests.core.photographs import (
    CANARY,
    CORNERS,
    FORMATS,
    GREEN,
    LYING,
    RED,
    are_near,
    as_file,
    check_clean,
    corners,
    exif_block,
    opened,
    photograph,
    profile,
    quarters,
    upright,
    with_everything,
)  # fmt: skip
from tests.make import photo

TURNED = [CORNERS[at] for at in (1, 3, 0, 2)]  # a quarter anticlockwise, as the HEIC here is shown


@pytest.mark.slow
def test_a_photograph_becomes_a_picture_and_a_thumbnail():
    picture = read_picture(photo(1, (3000, 2000)))

    full, thumbnail = opened(picture.full), opened(picture.thumbnail)
    assert (picture.width, picture.height) == full.size == (2000, 1333)
    assert thumbnail.size == (320, 213)
    assert {full.format, thumbnail.format} == {"JPEG"} and full.mode == thumbnail.mode == "RGB"


@pytest.mark.slow
def test_a_small_picture_is_not_made_larger():
    picture = read_picture(photo(1, (200, 90)))

    assert opened(picture.full).size == opened(picture.thumbnail).size == (200, 90)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_a_format_is_told_by_what_is_in_it_and_nothing_else_is_left(kind):
    data = photograph(kind, 6, {"exif", "xmp", "icc", "iptc", "comment", "after"})
    assert CANARY in data

    picture = read_picture(data)

    for jpeg in (picture.full, picture.thumbnail):
        check_clean(jpeg)
        assert are_near(corners(opened(jpeg)), TURNED if kind == "HEIC" else CORNERS)


def has_canary(data: bytes) -> bool:
    """Say whether a file names its owner, in clear or in its profile."""
    return CANARY in data or CANARY in opened(data).info.get("icc_profile", b"")


@pytest.mark.slow
def test_nothing_of_480_photographs_is_left_but_their_pixels_upright(counted):
    counts: Counter[str] = Counter()
    for name, data in with_everything():
        kind, orientation, _parts = name.split()
        assert has_canary(data), name
        seen = child.read(data)
        check_clean(child.as_jpeg(seen))
        assert are_near(corners(seen), TURNED if kind == "HEIC" else CORNERS), name
        counts[kind] += 1
        counts["turned"] += kind != "HEIC" and orientation != "1" and "exif" in name

    said = ", ".join(f"{counts[kind]} {kind}" for kind in FORMATS)
    counted(f"photographs with EXIF, GPS, XMP, IPTC, ICC, comments, trailers: {said}; none left;"
          f" {counts['turned']} turned by EXIF stand upright")  # fmt: skip
    assert [counts[kind] for kind in FORMATS] == [96] * 5


@pytest.mark.parametrize("kind", FORMATS)
def test_the_photographs_of_the_test_say_who_and_where(kind):
    exif = opened(photograph(kind, 6, {"exif", "xmp"})).getexif()

    assert exif[0x013B] == CANARY.decode()
    assert exif.get_ifd(0x8825)[2] == (35.0, 57.0, 36.5)
    assert CANARY in exif.get_ifd(0x8769)[0x927C]


def test_the_photographs_of_the_test_lie_as_their_exif_says_and_carry_a_smaller_one():
    for orientation in LYING:
        data = photograph("JPEG", orientation, {"exif"})
        assert are_near(corners(upright(data)), CORNERS)
        assert are_near(corners(opened(data)), CORNERS) == (orientation == 1)
    assert exif_block().count(b"\xff\xd8\xff") == 1


def grey_steps() -> Image.Image:
    """Return a picture of 16 bits whose greys are the four quarters' brightnesses from dark to light."""
    image = Image.new("I;16", (2, 2))
    image.putdata([0, 65_535 // 3, 2 * 65_535 // 3, 65_535])
    return image.resize((96, 64), Image.Resampling.NEAREST)


GREYS = [(0, 0, 0), (85, 85, 85), (170, 170, 170), (255, 255, 255)]


WHITE = (255, 255, 255)


def half_seen(mode: str) -> Image.Image:
    """Return the quarters with the upper right one transparent."""
    image = quarters().convert("RGBA")
    image.paste((0, 0, 0, 0), (48, 0, 96, 32))
    return image.convert(mode) if mode != "P" else image.quantize()


def of_16_bits(colour: int, pixel: bytes) -> bytes:
    """Return a PNG of one colour at 16 bits a channel."""
    return hostile.png(96, 64, colour, zlib.compress((b"\0" + pixel * 96) * 64), depth=16)


RED_16, SEEN_16 = b"\xdc\x80\x28\x80\x28\x80", b"\xff\xff"


@pytest.mark.parametrize(
    "data, seen",
    [
        (as_file(quarters().convert("CMYK"), "JPEG"), CORNERS),
        (as_file(quarters().convert("L"), "JPEG"), None),
        (as_file(grey_steps(), "PNG"), GREYS),
        (of_16_bits(hostile.COLOUR, RED_16), [RED] * 4),
        (of_16_bits(hostile.COLOUR_ALPHA, RED_16 + SEEN_16), [RED] * 4),
        (of_16_bits(hostile.GREY_ALPHA, RED_16[:2] + SEEN_16), [(220, 220, 220)] * 4),
        (as_file(half_seen("RGBA"), "PNG"), [RED, WHITE, *CORNERS[2:]]),
        (as_file(half_seen("P"), "PNG"), [RED, WHITE, *CORNERS[2:]]),
        (as_file(half_seen("LA"), "PNG"), None),
        (as_file(half_seen("RGBA"), "WEBP", lossless=True), [RED, WHITE, *CORNERS[2:]]),
        (as_file(half_seen("RGBA"), "AVIF", speed=10), [RED, WHITE, *CORNERS[2:]]),
        (as_file(quarters().quantize(), "PNG"), CORNERS),
        (as_file(quarters(), "PNG", transparency=GREEN), [RED, WHITE, *CORNERS[2:]]),
        (as_file(quarters().convert("1"), "PNG"), None),
    ],
    ids=[
        "cmyk", "grey", "grey-16", "colour-16", "colour-alpha-16", "grey-alpha-16", "png-alpha",
        "palette-alpha", "grey-alpha", "webp-alpha", "avif-alpha", "palette", "colour-key", "bits",
    ],
)  # fmt: skip
def test_every_kind_of_pixel_becomes_plain_colour_on_white(data, seen):
    made = opened(child.as_jpeg(child.read(data)))

    assert made.mode == "RGB" and made.size == (96, 64)
    if seen:
        assert are_near(corners(made), seen)
    else:
        assert all(max(one) - min(one) < 12 for one in corners(made))  # greys


def swapped() -> bytes:
    """Return a profile in which red means green and green red."""
    data = profile()
    return data.replace(b"rXYZ", b"hold").replace(b"gXYZ", b"rXYZ").replace(b"hold", b"gXYZ")


@pytest.mark.parametrize(
    "made_of, seen",
    [
        (profile(), CORNERS),
        (b"no profile at all", CORNERS),
        (profile()[:200], CORNERS),
        (profile()[:16] + b"CMYK" + profile()[20:], CORNERS),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(), CORNERS),
    ],
    ids=["srgb", "broken", "cut", "of-other-colours", "lab"],
)
def test_a_profile_that_cannot_be_used_counts_as_none(made_of, seen):
    assert are_near(corners(child.read(as_file(quarters(), "PNG", icc_profile=made_of))), seen)


def test_the_colours_are_those_the_profile_means():
    red, green, *_others = corners(child.read(as_file(quarters(), "PNG", icc_profile=swapped())))

    assert red[1] > red[0] + 100 and green[0] > green[1] + 80


@pytest.mark.slow
def test_of_a_picture_that_moves_the_first_frame_is_kept():
    for kind, data in hostile.animated():
        assert opened(data).n_frames > 1, kind
        picture = read_picture(data)
        assert are_near(corners(opened(picture.full)), CORNERS), kind
        check_clean(picture.full)
