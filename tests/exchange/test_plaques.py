"""Plaques and certificates: what is printed, for whom, and that data never becomes markup."""

from dataclasses import replace
from io import BytesIO

import pytest
import typst
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.core.typesetting import qr_code
from jinguo.exchange import actions
from jinguo.exchange.plaques.drawing import Document, Template, draw
from tests.make import assess as make
from tests.make.plaques import ADDRESS, texts

pytestmark = pytest.mark.django_db

MARKUP = '#panic("no") $x$ *王* _花_ = @a <b> \\ `c` [d] // "e" #sys.inputs'
ONE = Document(
    title="示范户", number="编号：1", issuer="妇联", day="2020年12月31日", hint="扫码核验",
    address="https://example.org/v/0123456789abcdef", heading="荣誉证书", addressee="王㛃家庭：",
    body="被认定为",
)  # fmt: skip


def printed(folder, actor=None, **given):
    return actions.print_plaques(
        actor=actor or make.officer(), folder=folder, address=ADDRESS,
        **{"programme": make.PROGRAMME, "state": "certified", "area": make.DISTRICT, **given},
    )  # fmt: skip


PRINTED = ["title", "number", "issuer", "day", "hint"]
ON_A_LETTER = [*PRINTED[:-1], "closing"]


@pytest.mark.parametrize(
    "template, field",
    [
        (template, field)
        for template in Template
        for field in (ON_A_LETTER if template == Template.LETTER else PRINTED)
    ],
)
def test_markup_in_what_is_printed_is_printed_as_it_is(template, field):
    [text] = texts(draw(template, [replace(ONE, **{field: MARKUP})]))

    for sign in (
        '#panic("no")',
        "$x$",
        "*王*",
        "_花_",
        "@a",
        "<b>",
        "`c`",
        "[d]",
        "//",
        "#sys.inputs",
    ):
        assert sign in text


def test_a_name_with_markup_stands_on_the_certificate_as_it_is():
    household = make.courtyard(head_name="#王[$*花*$]")
    held = make.recognition(household=household)

    data = actions.print_one(actor=make.officer(), recognition_id=held.id, address=ADDRESS)

    [text] = texts(data)
    for part in ("#王[$*花*$]家庭：", held.plaque, "示范户", "2020年6月12日"):
        assert part in text


def test_the_code_on_the_page_leads_to_the_public_page():
    source = b"#image(bytes(sys.inputs.qr), width: 40mm)"
    drawn = typst.compile(source, format="png", ppi=144, sys_inputs={"qr": qr_code(ONE.address)})

    [read] = zxingcpp.read_barcodes(Image.open(BytesIO(drawn)).convert("L"))

    assert read.text == ONE.address


@pytest.mark.slow
def test_plaques_come_one_file_a_town_by_number_and_bear_no_name(tmp_path):
    near = [make.recognition(), make.recognition()]
    far = make.recognition(village="370211106201")

    files = printed(tmp_path)

    assert [file.name[:9] for file in files] == ["370211105", "370211106"]
    pages = texts(files[0])
    assert [row.plaque in page for row, page in zip(near, pages, strict=True)] == [True, True]
    assert far.plaque in texts(files[1])[0]
    assert near[0].household.head_name not in "".join(pages)


@pytest.mark.slow
def test_the_run_is_noted_once_with_its_count(tmp_path):
    make.recognition(), make.recognition()

    printed(tmp_path)

    event = Event.objects.get(action="exchange.plaques")
    assert (event.count, event.area) == (2, make.DISTRICT)


@pytest.mark.slow
def test_a_town_costs_the_same_queries_whatever_it_holds(tmp_path):
    make.recognition()
    with CaptureQueriesContext(connection) as one:
        printed(tmp_path)
    make.recognition(), make.recognition()
    with CaptureQueriesContext(connection) as three:
        printed(tmp_path)

    assert len(three) == len(one)


def test_plaques_are_printed_where_one_certifies_only(tmp_path):
    make.recognition()

    with pytest.raises(Denied):
        printed(tmp_path, make.officer("town-officer", "370211106"))
    with pytest.raises(Denied):
        printed(tmp_path, make.officer("village-chair", make.VILLAGE), area=make.VILLAGE)
    assert not list(tmp_path.iterdir())


def test_a_list_without_a_level_in_force_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"no plaque to print|没有可打印"):
        printed(tmp_path)


@pytest.mark.slow
def test_a_certificate_is_printed_within_reach_and_while_the_level_is_held():
    held = make.recognition()

    def ask(actor):
        return actions.print_one(actor=actor, recognition_id=held.id, address=ADDRESS)

    with pytest.raises(NotFound):
        ask(make.officer("town-officer", "370211106"))
    with pytest.raises(Denied):
        ask(make.officer("village-chair", make.VILLAGE))
    assert ask(make.officer("town-officer", make.TOWN)).startswith(b"%PDF")
    make.delist(held)
    with pytest.raises(Refused):
        ask(make.officer())
    assert Event.objects.get(action="exchange.certificate").object_id == held.id
