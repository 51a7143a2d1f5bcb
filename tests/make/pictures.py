"""Invented photographs: yards that are drawn, each number another one."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw


def scene(number: int = 1, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Return a drawn yard; the same number is the same yard at any size."""
    chance = random.Random(number)
    image = Image.new("RGB", (800, 600))
    draw = ImageDraw.Draw(image)
    horizon = chance.randint(200, 400)
    for y in range(600):
        shade = y * 90 // 600
        sky, ground = (120 + shade, 160 + shade, 250), (180 - shade, 140 - shade, 90 - shade // 2)
        draw.line([(0, y), (800, y)], sky if y < horizon else ground)
    for _thing in range(24):
        left, top = chance.randint(-50, 750), chance.randint(-50, 550)
        right, bottom = left + chance.randint(40, 260), top + chance.randint(40, 260)
        colour = tuple(chance.randint(0, 255) for _channel in range(3))
        shape = chance.choice([draw.ellipse, draw.rectangle])
        shape([left, top, right, bottom], fill=colour)
    return image.resize(size, Image.Resampling.BICUBIC)


def photo(number: int = 1, size: tuple[int, int] = (800, 600)) -> bytes:
    """Return a drawn yard as JPEG."""
    out = BytesIO()
    scene(number, size).save(out, "JPEG", quality=90)
    return out.getvalue()
