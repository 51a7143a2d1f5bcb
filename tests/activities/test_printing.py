"""What is printed of activities: Chinese, a code that can be scanned, and data that never becomes markup."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from jinguo.activities import checkin
from jinguo.activities.printing.drawing import (
    Certificate,
    Poster,
    Row,
    SignInLine,
    SignInList,
    draw_certificates,
    draw_poster,
    draw_sign_in_list,
)
from jinguo.core.typesetting import Form

pytestmark = pytest.mark.slow

ADDRESS = "https://jinguo.example/a/k7m2p9"
MARKUP = '#panic("no") $x$ *王* _花_ = @a <b> \\ `c` [d] // "e" #sys.inputs'
POSTER = Poster(
    title="周六亲子烘焙", organiser="西海岸新区妇联", call="扫码报名", address=ADDRESS, kind="烘焙",
    rows=[Row("时间", "2020年6月6日 14:00"), Row("地点", "隐珠街道文化站")], summary="带上围裙",
)  # fmt: skip
LINES = [SignInLine(f"王秀{n}", "2", "●●●●1234", f"K7{n}", f"{n * 7919:010d}") for n in range(60)]
SHEET = SignInList(
    "签到表",
    "6月6日",
    ["序号", "姓名", "人数", "电话", "代码", "签名"],
    LINES,
    "写代码",
    "JG:{}".format,
)
CERTIFICATE = Certificate(
    "结业证书", "王㛃：", "完成了课程", "编号：1", "西海岸新区妇联", "2020年12月31日"
)


def text_of(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_poster_is_a_picture_whose_code_opens_the_public_page():
    picture = Image.open(BytesIO(draw_poster(POSTER, Form.PNG)))

    assert picture.format == "PNG" and picture.width > 1000
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_the_poster_is_also_a_page_to_print_and_a_drawing():
    [page] = text_of(draw_poster(POSTER, Form.PDF))

    assert "周六亲子烘焙" in page and "隐珠街道文化站" in page
    assert draw_poster(POSTER, Form.SVG).lstrip().startswith(b"<svg")


def test_the_longest_title_stays_on_one_page():
    long = replace(POSTER, title="家" * 80, summary="说明" * 100)

    assert len(text_of(draw_poster(long, Form.PDF))) == 1


def test_a_long_list_has_its_heads_on_every_page_and_a_code_a_line():
    pages = text_of(draw_sign_in_list(SHEET))

    assert len(pages) > 1
    assert all("签名" in page for page in pages)
    assert all(line.code in "".join(pages) for line in LINES)


def test_the_code_of_a_line_is_of_one_session_alone():
    session, other, entry = UUID(int=1), UUID(int=2), UUID(int=3)

    assert checkin.line_code(session, entry) == checkin.line_code(session, entry)
    assert checkin.line_code(session, entry) != checkin.line_code(other, entry)
    assert len(checkin.line_code(session, entry)) == 10
    assert checkin.page_of(checkin.page_code(session, 12)) == (session, 12)
    assert checkin.page_of("https://jinguo.example/") is None


def test_certificates_come_one_a_page():
    first, second = text_of(
        draw_certificates([CERTIFICATE, replace(CERTIFICATE, addressee="李：")])
    )

    assert "王㛃" in first and "李：" in second and "结业证书" in second


def test_markup_is_printed_as_it_is():
    pages = [
        *text_of(draw_poster(replace(POSTER, title=MARKUP, summary=MARKUP), Form.PDF)),
        *text_of(draw_sign_in_list(replace(SHEET, lines=[replace(LINES[0], name=MARKUP)]))),
        *text_of(draw_certificates([replace(CERTIFICATE, body=MARKUP)])),
    ]

    assert all('#panic("no")' in page for page in pages)
