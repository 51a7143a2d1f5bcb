"""The printed list of a session as a picture, signed, and photographed by a phone."""

from __future__ import annotations

import json
from io import BytesIO
from random import Random

import typst
from PIL import Image, ImageDraw, ImageFilter

from jinguo.activities.printing import drawing
from jinguo.core.typesetting import FONTS

PPI = 200
MM = PPI / 25.4


def pages(monkeypatch, print_list) -> list[Image.Image]:
    """The pages the printed list has, as pictures; ``print_list`` prints it as PDF."""
    caught = []
    with monkeypatch.context() as patched:
        typeset = drawing.typeset
        patched.setattr(drawing, "typeset", lambda *given: caught.append(given) or typeset(*given))
        print_list()
    [(template, data)] = caught
    made = typst.compile(
        str(template), font_paths=[str(FONTS)], sys_inputs={"data": json.dumps(data)},
        format="png", ppi=PPI,
    )  # fmt: skip
    made = made if isinstance(made, list) else [made]
    return [Image.open(BytesIO(page)).convert("RGB") for page in made]


def centre(page: Image.Image, code) -> tuple[float, float]:
    """The middle of a code on a page as it was printed."""
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return sum(one.x for one in corners) / 4, sum(one.y for one in corners) / 4


def square(x: float, y: float, side: float) -> tuple[int, int, int, int]:
    """A square around a place."""
    return round(x - side / 2), round(y - side / 2), round(x + side / 2), round(y + side / 2)


def tick(page: Image.Image, code) -> None:
    """Make a tick with a ballpoint beside a code."""
    x, y = centre(page, code)
    points = [(x + 8 * MM, y), (x + 10 * MM, y + 2.2 * MM), (x + 14 * MM, y - 2.2 * MM)]
    ImageDraw.Draw(page).line(points, fill=(40, 60, 150), width=round(0.5 * MM))


def sign(page: Image.Image, code, seed: int = 1) -> None:
    """Sign beside a code: three characters of some strokes."""
    x, y = centre(page, code)
    chance, pen = Random(seed), ImageDraw.Draw(page)
    for sign_at in (9, 16, 23):
        for _stroke in range(7):
            ends = [
                (x + (sign_at + chance.uniform(0, 5)) * MM, y + chance.uniform(-2.8, 2.8) * MM)
                for _end in range(2)
            ]
            pen.line(ends, fill=(30, 30, 40), width=round(0.45 * MM))


def photograph(
    page: Image.Image,
    *,
    turned: float = 0,
    tilt: float = 0.04,
    blur: float = 1.0,
    longer: int = 3000,
    kind: str = "JPEG",
) -> bytes:
    """A photograph of a page: from the side, turned, a little blurred, in uneven light, on a grey table."""
    width, height = page.size
    wide, high = round(longer * 0.75), longer
    edge = 0.05
    seen = [
        (wide * (edge + tilt), high * edge),
        (wide * (1 - edge - tilt / 2), high * (edge + tilt / 2)),
        (wide * (1 - edge), high * (1 - edge)),
        (wide * edge, high * (1 - edge - tilt / 2)),
    ]
    flat = [(0, 0), (width, 0), (width, height), (0, height)]
    photo = page.transform(
        (wide, high), Image.Transform.PERSPECTIVE, coefficients(seen, flat),
        Image.Resampling.BICUBIC, fillcolor=(120, 115, 110),
    )  # fmt: skip
    shade = (
        Image.linear_gradient("L").resize(photo.size).point(lambda grey: 150 + grey * 105 // 255)
    )
    photo = Image.composite(photo, Image.new("RGB", photo.size), shade)
    photo = photo.rotate(turned, expand=True, fillcolor=(120, 115, 110))
    photo = photo.filter(ImageFilter.GaussianBlur(blur))
    out = BytesIO()
    photo.save(out, kind, quality=80)
    return out.getvalue()


def coefficients(seen, flat) -> list[float]:
    """The eight numbers of the perspective that brings four points seen to four points of the page."""
    rows = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for other in range(8):
            if other != at:
                share = rows[other][at] / rows[at][at]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [rows[at][8] / rows[at][at] for at in range(8)]
