"""Of whatever file, only the pixels are kept, upright; or it is refused, and this process goes on."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations

import pytest
from django.db import connection
from PIL import Image, ImageCms, ImageEnhance

from jinguo.core import crypto
from jinguo.core.errors import Refused
from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit
from jinguo.core.pictures import child, reading
from jinguo.core.pictures.child import fingerprint
from jinguo.core.pictures.likeness import are_alike, bits_apart
from jinguo.core.pictures.reading import UnreadablePicture, read_picture
from tests.core import hostile_pictures as hostile
from tests.core.heic import heic
from tests.core.photographs import (
    CANARY,
    CORNERS,
    FORMATS,
    GREEN,
    LYING,
    RED,
    are_near,
    as_file,
    corners,
    exif_block,
    photograph,
    pieces,
    profile,
    quarters,
    upright,
    with_everything,
)  # fmt: skip
from tests.make import photo, scene

TURNED = [CORNERS[at] for at in (1, 3, 0, 2)]  # a quarter anticlockwise, as the HEIC here is shown


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg))


def outcome(data: bytes) -> str:
    """Say what became of a file: ``read``, or the sentence it was refused with."""
    try:
        read_picture(data)
    except UnreadablePicture as refusal:
        return refusal.message
    return "read"


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


def has_canary(data: bytes) -> bool:
    """Say whether a file names its owner, in clear or in its profile."""
    return CANARY in data or CANARY in opened(data).info.get("icc_profile", b"")


@pytest.mark.slow
def test_nothing_of_480_photographs_is_left_but_their_pixels_upright(capsys):
    counts: Counter[str] = Counter()
    for name, data in with_everything():
        kind, orientation, _parts = name.split()
        assert has_canary(data), name
        seen = child.read(data)
        check_clean(child.as_jpeg(seen))
        assert are_near(corners(seen), TURNED if kind == "HEIC" else CORNERS), name
        counts[kind] += 1
        counts["turned"] += kind != "HEIC" and orientation != "1" and "exif" in name

    with capsys.disabled():
        said = ", ".join(f"{counts[kind]} {kind}" for kind in FORMATS)
        print(f"\nphotographs with EXIF, GPS, XMP, IPTC, ICC, comments, trailers: {said}; none left;"
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


REFUSED = "more than 40 million pixels|cannot be read as a picture|damaged|failed"
CLEANED = {"png-too-much-data", "exif-pointing-at-itself", "exif-of-four-billion"}


@pytest.mark.slow
@pytest.mark.parametrize("files", [hostile.floods, hostile.bombs, hostile.broken])
def test_hostile_pictures_are_refused_with_a_sentence_and_cost_this_process_nothing(files, capsys):
    counts: Counter[str] = Counter()
    for name, data in list(files()):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        said = outcome(data)
        assert time.monotonic() - began < 65, name
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert grown < 50, (name, grown)
        if name in CLEANED:
            assert said == "read", name
        else:
            assert re.search(REFUSED, said) and re.search("JPEG|shrink", said), name
        counts["read" if said == "read" else "refused"] += 1

    with capsys.disabled():
        print(f"\n{files.__name__}: {counts.total()} files, {counts['refused']} refused,"
              f" {counts['read']} cleaned")  # fmt: skip


@pytest.mark.slow
def test_pictures_that_are_something_else_too_are_kept_as_pictures_only(capsys):
    files = list(hostile.polyglots())
    for name, data in files:
        picture = read_picture(data)
        for jpeg in (picture.full, picture.thumbnail):
            check_clean(jpeg)
            for text in (b"alert(1)", b"%PDF", b"<?php", b"index.html"):
                assert text not in jpeg, name

    with capsys.disabled():
        print(f"\npolyglots: {len(files)} files, all cleaned")


@pytest.mark.slow
def test_mutated_pictures_are_read_or_refused_but_never_a_fault(capsys):
    counts = Counter(outcome(data) == "read" for _name, data in hostile.mutated(100))

    with capsys.disabled():
        print(f"\nmutated: {counts.total()} files, {counts[True]} read, {counts[False]} refused")
    assert counts.total() == 100 and counts[True] and counts[False]


@pytest.mark.slow
@pytest.mark.parametrize(
    "data, size",
    [
        (hostile.plain_png(8_000, 5_000, hostile.GREY), (2000, 1250)),
        (hostile.plain_png(8_000, 5_000, hostile.COLOUR_ALPHA), (2000, 1250)),
        (heic(columns=32, rows=24), (2000, 1500)),
    ],
    ids=["40-megapixels-grey", "40-megapixels-alpha", "12-megapixels-heic"],
)
def test_pictures_up_to_40_megapixels_fit_into_the_limits(data, size):
    picture = read_picture(data)

    assert (picture.width, picture.height) == opened(picture.full).size == size


def test_a_file_larger_than_20_mb_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(parent.subprocess, "Popen", None)

    with pytest.raises(UnreadablePicture, match="20 MB"):
        read_picture(bytes(reading.LARGEST_FILE + 1))


@pytest.mark.slow
def test_a_picture_passes_the_virus_scanner_first(settings, tmp_path):
    scanner = tmp_path / "scanner"
    scanner.write_text("#!/bin/sh\nexit 1\n")
    scanner.chmod(0o755)
    data = photo(1, (64, 48))
    settings.JINGUO_SCANNER = str(scanner)

    with pytest.raises(Refused, match="harmful"):
        read_picture(data)

    scanner.write_text("#!/bin/sh\nexit 0\n")
    assert read_picture(data).width


@pytest.mark.slow
def test_a_picture_that_needs_too_much_memory_or_time_is_refused(monkeypatch):
    too_wide = as_file(Image.new("RGB", (7_300, 5_400)), "WEBP", quality=10, method=0)
    assert "512 MB" in outcome(too_wide)  # Pillow holds a WebP four times

    slow = hostile.scan_bomb(4_000)
    monkeypatch.setattr(parent, "LONGEST_SECONDS", 3)
    began = time.monotonic()
    assert "60 seconds" in outcome(slow)
    assert time.monotonic() - began < 20


@pytest.mark.slow
def test_the_death_of_the_process_is_a_sentence_and_the_next_picture_is_read(monkeypatch):
    started = []
    real = subprocess.Popen

    def remembered(*arguments, **named):
        started.append(real(*arguments, **named))
        return started[-1]

    with monkeypatch.context() as watched:
        watched.setattr(parent.subprocess, "Popen", remembered)
        killer = threading.Thread(target=lambda: kill_when_there(started))
        killer.start()
        try:
            assert "failed" in outcome(photo())
        finally:
            killer.join()

    assert outcome(photo()) == "read"


def kill_when_there(started: list) -> None:
    while not started:
        time.sleep(0.001)
    os.kill(started[0].pid, signal.SIGKILL)


@pytest.mark.slow
def test_two_pictures_are_read_at_once_each_as_alone():
    files = [photo(1), photo(2), photo(3), photo(4)]
    alone = [read_picture(data) for data in files]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read_picture, files)) == alone


def test_a_code_nobody_knows_is_a_sentence_too(monkeypatch):
    def odd(*_given):
        raise Unfit("quite-new")

    monkeypatch.setattr(reading.parent, "answer", odd)

    assert "failed" in outcome(b"")


@pytest.mark.slow
def test_the_web_process_knows_nothing_of_pillow():
    program = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'jinguo.config.settings'\n"
        "django.setup()\n"
        "import jinguo.config.urls, jinguo.core.pictures.reading, jinguo.core.pictures.likeness\n"
        "print([name for name in ('PIL', 'pi_heif', '_pi_heif') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_very_same_file_is_known_by_a_digest_nobody_else_can_make():
    one, again, other = read_picture(photo(1)), read_picture(photo(1)), read_picture(photo(2))

    assert one.digest == again.digest != other.digest
    assert one.digest == crypto.keyed_digest("picture", photo(1))
    assert one.digest != crypto.keyed_digest("file", photo(1))
    assert one.digest != hashlib.sha256(photo(1)).hexdigest()


def cropped(image: Image.Image, share: float) -> Image.Image:
    wide, high = int(image.width * share), int(image.height * share)
    return image.crop((wide, high, image.width - wide, image.height - high))


def saved_again(image: Image.Image) -> Image.Image:
    return opened(as_file(image, "JPEG", quality=40, subsampling=2))


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        saved_again,
        lambda image: image.resize((400, 300)),
        lambda image: image.resize((160, 120)),
        lambda image: ImageEnhance.Brightness(image).enhance(1.2),
        lambda image: cropped(image, 0.01),
    ],
    ids=["saved-again", "half", "small", "brighter", "cropped-by-1-percent-a-side"],
)
def test_copies_look_alike(changed):
    for number in range(1, 41):
        image = scene(number)
        assert are_alike(fingerprint(image), fingerprint(changed(image))), number


@pytest.mark.slow
def test_different_pictures_do_not_look_alike():
    prints = [fingerprint(scene(number)) for number in range(1, 101)]
    apart = [bits_apart(one, other) for one, other in combinations(prints, 2)]

    assert min(apart) > 12 and sum(apart) / len(apart) > 28


def test_a_mirrored_picture_is_another_one():
    image = scene(1)

    assert not are_alike(
        fingerprint(image), fingerprint(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    )


def test_a_fingerprint_is_a_signed_number_of_64_bits():
    rising = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90)
    left_half = Image.new("L", (90, 80))
    left_half.paste(rising.resize((90, 40)), (0, 0))

    assert fingerprint(rising) == -1  # every bit: each grey is darker than the one to its right
    assert fingerprint(rising.transpose(Image.Transpose.ROTATE_180)) == 0
    assert fingerprint(left_half).bit_length() <= 63
    assert bits_apart(-1, 0) == 64 and bits_apart(-(2**63), 0) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("one, other", [(-1, 0), (-(2**63), 7), (5, 6), (2**63 - 1, -2)])
def test_the_database_counts_the_bits_as_we_do(one, other):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bit_count((CAST(%s AS bigint) # CAST(%s AS bigint))::bit(64))", [one, other]
        )

        assert cursor.fetchone()[0] == bits_apart(one, other)
