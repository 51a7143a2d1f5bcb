"""
The process that reads a photographed sheet, in the jail of :mod:`jinguo.core.jail`.

It finds the QR codes and Data Matrix codes of a picture and says of each Data Matrix how much ink there is
in a space beside it: left, top, right and bottom, in sides of the code from its upper left corner. The space
is found by the code's own axes, so a sheet may lie turned, or be photographed from the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from statistics import median

import zxingcpp
from PIL import Image, ImageFile

from jinguo.core.jail import child as jail
from jinguo.core.pictures import child

SIDE = 3_200  # pixels on the longer side: about 9 a millimetre of A4
FINE = 2_400  # below so many a picture is made twice as large, which finds more codes
MOST_SLANT, UNSEEN_SLANT = 5.0, 22.5  # degrees; the second is what codes are worst found at
MIDDLE = 128
GRID = 64  # samples a side of a code
BLOCK = 48  # samples; the paper is looked for in blocks of this width, as light falls unevenly
NEIGHBOURS = 4
FAINTEST = 0.3  # of the way from the paper to the black of the code
LEAST_CONTRAST = 30  # of 255
DARKER = 0.6  # of the paper's brightness elsewhere: what is darker is no paper

Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """Where a code lies: its upper left corner and its two sides, in pixels."""

    corner: Point
    right: Point
    down: Point


def main(*space: str) -> None:
    """Read one picture and write the answer: the texts of its pages, and of its lines with their ink."""
    left, top, right, bottom = map(float, space)
    grey = child.opened(jail.take(), in_greys)
    found = codes(grey)
    pages, lines = read(grey, found, (left, top, right, bottom))
    slant = slant_of(found)
    if (
        abs(slant) > MOST_SLANT
    ):  # some codes are missed where a sheet lies askew: once more, upright
        upright = grey.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=MIDDLE)
        more_pages, more_lines = read(upright, codes(upright), (left, top, right, bottom))
        pages, lines = pages | more_pages, lines | more_lines
    jail.say({"pages": sorted(pages), "lines": sorted(lines.items())})


def codes(grey: Image.Image) -> list[zxingcpp.Barcode]:
    """Return the codes of a picture."""
    formats = zxingcpp.BarcodeFormats(
        [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix]
    )
    return list(zxingcpp.read_barcodes(grey, formats=formats))


def slant_of(found: Sequence[zxingcpp.Barcode]) -> float:
    """Return by how many degrees codes lie askew, 45 at most; a guess where there are none."""
    rights = [axes_of(one.position).right for one in found]
    turns = [degrees(atan2(y, x)) for x, y in rights]
    return median((turn + 45) % 90 - 45 for turn in turns) if turns else UNSEEN_SLANT


def read(
    grey: Image.Image, found: Sequence[zxingcpp.Barcode], space: tuple[float, float, float, float]
) -> tuple[set[str], dict[str, float | None]]:
    """Return the texts of the QR codes found, and those of the lines with the ink beside each."""
    lines = [one for one in found if one.format == zxingcpp.BarcodeFormat.DataMatrix]
    axes = evened([axes_of(one.position) for one in lines])
    return (
        {one.text for one in found if one.format == zxingcpp.BarcodeFormat.QRCode},
        {one.text: ink(grey, at, space) for one, at in zip(lines, axes, strict=True)},
    )


def in_greys(image: ImageFile.ImageFile) -> Image.Image:
    """Return a picture in greys, as large as codes need it."""
    grey = child.on_white(child.shrunk(child.eight_bits(image), SIDE)).convert("L")
    if max(grey.size) < FINE:
        grey = grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.BICUBIC)
    return grey


def axes_of(position: zxingcpp.Position) -> Axes:
    """Return the axes of a code from its four corners."""
    one, two, three, four = (
        (float(at.x), float(at.y))
        for at in (
            position.top_left, position.top_right, position.bottom_right, position.bottom_left,
        )
    )  # fmt: skip
    return Axes(
        one,
        ((two[0] - one[0] + three[0] - four[0]) / 2, (two[1] - one[1] + three[1] - four[1]) / 2),
        ((four[0] - one[0] + three[0] - two[0]) / 2, (four[1] - one[1] + three[1] - two[1]) / 2),
    )


def evened(axes: Sequence[Axes]) -> list[Axes]:
    """Return axes with the sides of each as the middle of its own and its next neighbours'."""
    return [evened_by(one, nearest(one, axes)) for one in axes]


def nearest(one: Axes, axes: Sequence[Axes]) -> list[Axes]:
    """Return a code's axes and those next to it."""
    x, y = one.corner
    by_distance = sorted(axes, key=lambda at: (at.corner[0] - x) ** 2 + (at.corner[1] - y) ** 2)
    return by_distance[: NEIGHBOURS + 1]


def evened_by(one: Axes, near: Sequence[Axes]) -> Axes:
    """Return axes whose sides are the middle of several."""
    return Axes(
        one.corner,
        (median(at.right[0] for at in near), median(at.right[1] for at in near)),
        (median(at.down[0] for at in near), median(at.down[1] for at in near)),
    )


def ink(grey: Image.Image, axes: Axes, space: tuple[float, float, float, float]) -> float | None:
    """
    Return the share of a space that is darker than the paper around; None where that cannot be told.

    It cannot where the space reaches over the edge of the picture, or the code itself is hardly darker
    than the paper.
    """
    left, top, right, bottom = space
    corners = [point(axes, x, y) for x in (left, right) for y in (top, bottom)]
    if not all(0 <= x < grey.width and 0 <= y < grey.height for x, y in corners):
        return None
    code = sorted(patch(grey, axes, (0, 0, 1, 1)).tobytes())
    sample = patch(grey, axes, space)
    everywhere = sorted(sample.tobytes())
    black, lightest = code[len(code) // 10], everywhere[len(everywhere) * 9 // 10]
    if lightest - black < LEAST_CONTRAST:
        return None
    dark = 0
    for at in range(0, sample.width, BLOCK):
        block = sample.crop((at, 0, min(at + BLOCK, sample.width), sample.height)).tobytes()
        paper = max(sorted(block)[len(block) * 9 // 10], DARKER * lightest)
        limit = paper - FAINTEST * (paper - black)
        dark += sum(value < limit for value in block)
    return dark / len(everywhere)


def point(axes: Axes, x: float, y: float) -> Point:
    """Return where a place lies in the picture that is given in sides of a code from its corner."""
    return (
        axes.corner[0] + x * axes.right[0] + y * axes.down[0],
        axes.corner[1] + x * axes.right[1] + y * axes.down[1],
    )


def patch(grey: Image.Image, axes: Axes, space: tuple[float, float, float, float]) -> Image.Image:
    """Return a space beside a code, upright, with so many samples a side."""
    left, top, right, bottom = space
    size = round((right - left) * GRID), round((bottom - top) * GRID)
    start = point(axes, left, top)
    steps = (
        axes.right[0] / GRID, axes.down[0] / GRID, start[0],
        axes.right[1] / GRID, axes.down[1] / GRID, start[1],
    )  # fmt: skip
    return grey.transform(size, Image.Transform.AFFINE, steps, Image.Resampling.BILINEAR)


if __name__ == "__main__":
    jail.run(main)
