"""
Documents and pictures set by typst, and QR codes.

A template is laid out once; everything that differs goes in as JSON and is set as it is, so that a name like
``#include`` is a name. Chinese is set in the Noto fonts installed with the program, so no font of the machine
is needed; a sign they lack comes from the machine's.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
import zxingcpp

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
SHARPNESS = 144.0
"""Pixels an inch of a picture: an A4 page has 1,191 × 1,684."""


class Form(StrEnum):
    """What a template is made into. PNG and SVG hold one page."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


def typeset(template: Path, data: object, form: Form = Form.PDF) -> bytes:
    """
    Return a template set with data, which it reads as ``json(bytes(sys.inputs.data))``.

    :raises ValueError: a picture has more than one page
    """
    made = typst.compile(
        str(template),
        font_paths=[str(FONTS)],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format=form.value,
        ppi=SHARPNESS,
    )
    if not isinstance(made, bytes):
        raise ValueError(f"{template.name} has more than one page, so it is no single picture.")
    return made


def qr_code(text: str) -> str:
    """Return a QR code as SVG with the margin it needs; a sixth of it may be dirty."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(zxingcpp.write_barcode_to_svg(code))


def small_code(digits: str) -> str:
    """Return ten digits as a Data Matrix of 12 modules a side and one of margin, as SVG."""
    code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.DataMatrix)
    return str(zxingcpp.write_barcode_to_svg(code))
