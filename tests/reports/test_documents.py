"""The files a report is given out as: GB/T 9704-2012 on paper, and the annex of its figures."""

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
import time_machine
from django.utils import translation
from docx import Document
from docx.shared import Mm, Pt
from lxml import etree

from jinguo.facts.queries import AsOf, Period
from jinguo.reports import documents
from jinguo.reports.documents.official import lines_of_title
from jinguo.reports.rendered import Block, Rendered, Span, Value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEMO = Value(
    measure="courtyards.demo", title="=示范户", title_en="Demonstration courtyards",
    definition="现有示范户。", definition_en="", unit="户", how="balance", filter="assess.recognised",
    area="370211",
    area_name="黄岛区", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
    value=Decimal(16557), records=16557,
)  # fmt: skip
RATE = replace(
    DEMO, measure="courtyards.demo_rate", unit="%", how="ratio", value=Decimal("9.99994")
)
NOTHING = replace(RATE, measure="courtyards.none", value=None)
FROZEN = Rendered(
    report=UUID(int=1), title="年度工作总结", area="370211", area_name="黄岛区", period=Period.year(2020),
    as_of=AsOf.now(), known_at=datetime(2021, 1, 4, 20, tzinfo=UTC), frozen=1,
    issuer="青岛西海岸新区妇女联合会", attachments=("数字一览表",),
    blocks=[
        Block("title", (Span("某区妇联2020年工作总结"),)),
        Block("heading", (Span("庭院"),), "一、"),
        Block("subheading", (Span("进展"),), "（一）"),
        Block("point", (Span("农村"),), "1."),
        Block("subpoint", (Span("大村镇"),), "（1）"),
        Block("paragraph", (Span("示范户"), Span("16557户", (DEMO.key,)), Span("。"))),
        Block("note", (Span("数字可查"),)),
    ],
    figures={one.key: one for one in (DEMO, RATE, NOTHING)},
)  # fmt: skip
DRAFT = replace(FROZEN, frozen=None, known_at=None)


def opened(rendered=FROZEN):
    return Document(BytesIO(documents.docx(rendered)))


def part(name, rendered=FROZEN):
    with zipfile.ZipFile(BytesIO(documents.docx(rendered))) as file:
        return etree.fromstring(file.read(name))


def paragraphs():
    return {paragraph.text: paragraph for paragraph in opened().paragraphs}


def test_the_page_is_a4_with_the_margins_of_the_standard():
    section = opened().sections[0]

    millimetres = {
        "page_width": 210, "page_height": 297, "top_margin": 37, "bottom_margin": 35,
        "left_margin": 28, "right_margin": 26,
    }  # fmt: skip
    for name, value in millimetres.items():
        assert abs(getattr(section, name) - Mm(value)) <= Pt(1) // 20, name


def test_a_page_holds_22_lines_of_28_characters():
    grid = part("word/document.xml").find(f".//{W}docGrid")
    pitch = int(grid.get(f"{W}linePitch")) / 20
    width = 16 + int(grid.get(f"{W}charSpace")) / 4096
    high, wide = Mm(225).pt, Mm(156).pt

    assert grid.get(f"{W}type") == "linesAndChars"
    assert 22 * pitch <= high < 23 * pitch
    assert 28 * width <= wide < 29 * width
    spacing = part("word/styles.xml").find(f".//{W}style[@{W}default='1']/{W}rPr/{W}spacing")
    assert 28 * (16 + int(spacing.get(f"{W}val")) / 20) <= wide


def test_fonts_follow_the_rank_of_the_words_and_have_others_to_fall_back_to():
    found = paragraphs()

    def font(text):
        return found[text].runs[0]._element.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")

    assert font("某区妇联2020年工作总结") == "方正小标宋简体"
    assert found["某区妇联2020年工作总结"].runs[0].font.size == Pt(22)
    assert font("一、庭院") == "黑体"
    assert font("（一）进展") == "楷体_GB2312"
    for words in ("1.农村", "（1）大村镇", "示范户16557户。"):
        assert font(words) == "仿宋_GB2312"
    instead = {
        one.get(f"{W}name"): one.find(f"{W}altName").get(f"{W}val")
        for one in part("word/fontTable.xml") if one.find(f"{W}altName") is not None
    }  # fmt: skip
    assert instead["仿宋_GB2312"] == "FangSong" and instead["楷体_GB2312"] == "KaiTi"


def test_page_numbers_stand_outside_seven_millimetres_below_the_text():
    document = opened()
    section = document.sections[0]

    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.alignment == {"left": 0, "right": 2}[side]
        assert "".join(one.text for one in paragraph._p.iter(f"{W}t")) == "— 1 —"
        assert paragraph._p.find(f"{W}fldSimple").get(f"{W}instr") == "PAGE"
    assert document.settings.odd_and_even_pages_header_footer
    top = section.bottom_margin - section.footer_distance - Pt(14)
    assert abs(top - Mm(7)) <= Pt(1) // 10


def test_the_date_is_that_of_the_freeze_in_the_districts_zone_four_characters_from_the_right():
    signed = paragraphs()["2021年1月5日"]

    indent = signed._p.pPr.find(f"{W}ind")
    assert indent.get(f"{W}rightChars") == "400"
    assert signed.alignment == 2


def test_the_issuer_stands_centred_over_the_date():
    found = paragraphs()
    issuer, signed = (
        int(found[text]._p.pPr.find(f"{W}ind").get(f"{W}rightChars")) / 100
        for text in ("青岛西海岸新区妇女联合会", "2021年1月5日")
    )

    assert issuer + 12 / 2 == signed + (4 * 0.5 + 1 + 0.5 + 1 + 0.5 + 1) / 2


def test_a_draft_leaves_the_date_to_be_filled_in():
    assert "　　　　年　　月　　日" in [one.text for one in opened(DRAFT).paragraphs]


def test_one_attachment_has_no_number_and_no_full_stop():
    assert "附件：数字一览表" in paragraphs()
    two = replace(FROZEN, attachments=("甲", "乙"))
    texts = [one.text for one in opened(two).paragraphs]
    assert texts.index("附件：1. 甲") + 1 == texts.index("2. 乙")


@pytest.mark.parametrize("length", [1, 20, 21, 40, 41])
def test_a_long_title_is_broken_into_lines_of_nearly_equal_length(length):
    lines = lines_of_title("题" * length)

    assert "".join(lines) == "题" * length
    assert max(map(len, lines)) <= 20 and max(map(len, lines)) - min(map(len, lines)) <= 1


@pytest.mark.parametrize("made", [documents.docx, documents.annex])
def test_a_frozen_report_is_the_same_file_whenever_it_is_made(made):
    files = []
    for day in (date(2021, 1, 5), date(2031, 7, 1)):
        with time_machine.travel(day, tick=False):
            files.append(made(FROZEN))

    assert files[0] == files[1]


def sheet(rendered=FROZEN):
    return openpyxl.load_workbook(BytesIO(documents.annex(rendered))).active


def test_the_annex_has_a_row_for_every_figure():
    rows = [[cell.value for cell in row] for row in sheet().iter_rows(min_row=5)]

    assert [row[2] for row in rows] == [
        "courtyards.demo",
        "courtyards.demo_rate",
        "courtyards.none",
    ]
    assert rows[0][5:] == [
        "黄岛区 370211", "", "2020-12-31", "2021-01-05 04:00", 16557, "households", 16557,
    ]  # fmt: skip
    assert rows[1][9] == 10.0
    assert rows[2][9] == "—"


@translation.override("zh-hans")
def test_no_text_of_the_annex_is_a_formula():
    cells = [cell for row in sheet().iter_rows() for cell in row if cell.value]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sheet().cell(5, 2).value == "=示范户"
