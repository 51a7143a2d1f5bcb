"""Copies of a picture are known again, by the digest of the file and by how it looks."""

from __future__ import annotations

import hashlib
from itertools import combinations

import pytest
from django.db import connection
from PIL import Image, ImageEnhance

from jinguo.core import crypto
from jinguo.core.pictures.child import fingerprint
from jinguo.core.pictures.likeness import are_alike, bits_apart
from jinguo.core.pictures.reading import read_picture
from tests.core.photographs import (
    as_file,
    opened,
)  # fmt: skip
from tests.make import photo, scene


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
