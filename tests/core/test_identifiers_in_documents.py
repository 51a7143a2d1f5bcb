"""Documents looked through (trust.md R-063, T-26): what their own programs do not show is found too."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from jinguo.core.identifiers import IdentifierFound, Kind
from jinguo.core.identifiers.documents import refuse_document, scan_document
from jinguo.core.identifiers.parts import Unreadable

PHONE = "13812345678"


def saved(thing) -> bytes:
    out = BytesIO()
    (thing.write if isinstance(thing, PdfWriter) else thing.save)(out)
    return out.getvalue()


def word(change: Callable[..., object] = lambda document: None) -> bytes:
    document = Document()
    document.add_paragraph("根据西妇发〔2020〕3号文件，现将120户名单予以公示。")
    change(document)
    return saved(document)


def raw(document, xml: str) -> None:
    document.paragraphs[0]._p.append(parse_xml(xml.replace("<w:r", f"<w:r {nsdecls('w')}", 1)))


def in_runs(document):
    paragraph = document.add_paragraph("电话")
    for number, part in enumerate(("138", "1234", "5678")):
        paragraph.add_run(part).bold = bool(number % 2)


def hidden(document):
    document.add_paragraph().add_run(PHONE).font.hidden = True


def comment(document):
    document.add_comment(document.paragraphs[0].runs[0], text=PHONE, author="乙")


def deleted(document):
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="9" w:author="乙"><w:r><w:delText>{PHONE}</w:delText></w:r></w:del>'
        )
    )


def in_a_table(document):
    document.add_table(1, 1).cell(0, 0).text = PHONE


def in_the_header(document):
    document.sections[0].header.paragraphs[0].text = PHONE


def in_the_properties(document):
    document.core_properties.comments = PHONE


def link(document):
    document.part.relate_to(f"tel:{PHONE}", "http://example.org/hyperlink", is_external=True)


def in_a_field(document):
    raw(document, f'<w:r><w:instrText>HYPERLINK "tel:{PHONE}"</w:instrText></w:r>')


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [in_runs, hidden, comment, deleted, in_a_table, in_the_header, in_the_properties, link, in_a_field],
)  # fmt: skip
def test_a_phone_is_found_wherever_it_hides_in_a_word_file(change):
    assert scan_document(word()).found == ()

    assert {one.kind for one in scan_document(word(change)).found} == {Kind.PHONE}


def sheet(change: Callable[..., object] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "户数"])
    book.active.append([1, "王**", 138])
    book.active.append([2, "李**", 1234])
    change(book)
    return saved(book)


def as_text(book):
    book.active["D1"] = PHONE


def as_number(book):
    book.active["D1"] = int(PHONE)


def shortened(book):
    book.active["D1"] = 3.70211197001011e17


def on_a_hidden_sheet(book):
    book.create_sheet("旧").append([PHONE])
    book["旧"].sheet_state = "veryHidden"


def in_a_hidden_column(book):
    book.active["Z1"] = PHONE
    book.active.column_dimensions["Z"].hidden = True


def in_a_comment(book):
    book.active["A1"].comment = Comment(PHONE, "乙")


def in_a_name(book):
    book.defined_names["电话"] = DefinedName("电话", attr_text=f'"{PHONE}"')


def in_the_footer(book):
    book.active.oddFooter.center.text = PHONE


def by_the_author(book):
    book.properties.creator = PHONE


def as_a_sheet_name(book):
    book.create_sheet(PHONE)


def in_a_list_of_choices(book):
    rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1=f'"{PHONE}"')
    rule.add("A1")
    book.active.add_data_validation(rule)


@pytest.mark.parametrize(
    "change",
    [as_text, as_number, on_a_hidden_sheet, in_a_hidden_column, in_a_comment, in_a_name, in_the_footer,
     by_the_author, as_a_sheet_name, in_a_list_of_choices],
)  # fmt: skip
def test_a_phone_is_found_wherever_it_hides_in_a_workbook(change):
    assert scan_document(sheet()).found == ()

    assert {one.kind for one in scan_document(sheet(change)).found} == {Kind.PHONE}


def test_an_id_number_a_spreadsheet_has_shortened_still_tells_the_day_of_birth():
    assert {one.kind for one in scan_document(sheet(shortened)).found} == {Kind.ID_NUMBER}


def pdf(text: str = "2020-06-15") -> PdfWriter:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    return writer


def on_the_page():
    return pdf(PHONE)


def under_a_black_box():
    return pdf(f"{PHONE}) Tj ET 0 g 60 700 200 40 re f BT (")


def in_a_note():
    writer = pdf()
    writer.add_annotation(0, FreeText(text=PHONE, rect=(50, 550, 200, 650)))
    return writer


def in_the_metadata():
    writer = pdf()
    writer.add_metadata({"/Author": PHONE})
    return writer


def as_a_bookmark():
    writer = pdf()
    writer.add_outline_item(title=PHONE, page_number=0)
    return writer


def in_an_attachment():
    writer = pdf()
    writer.add_attachment("list.xlsx", sheet(as_text))
    return writer


@pytest.mark.parametrize(
    "make",
    [on_the_page, under_a_black_box, in_a_note, in_the_metadata, as_a_bookmark, in_an_attachment],
)
def test_a_phone_is_found_wherever_it_hides_in_a_pdf(make):
    assert scan_document(saved(pdf())).found == ()

    assert {one.kind for one in scan_document(saved(make())).found} == {Kind.PHONE}


def test_an_earlier_version_kept_in_a_pdf_is_read_too():
    before = saved(pdf(PHONE))
    writer = PdfWriter(BytesIO(before), incremental=True)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 72 720 Td (taken out) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    after = saved(writer)
    assert PHONE not in PdfReader(BytesIO(after)).pages[0].extract_text()

    found = scan_document(after).found

    assert [one.part for one in found] == ["version 1, page 1"]


def named_by(digest: str, title: str = "notice") -> bytes:
    """A PDF that names itself in its metadata as XMP has it."""
    writer = pdf()
    writer.xmp_metadata = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
      <dc:title>{title}</dc:title><xmpMM:DocumentID>{digest}</xmpMM:DocumentID>
      </rdf:Description></rdf:RDF></x:xmpmeta>""".encode()
    return saved(writer)


def test_the_digest_by_which_a_pdf_names_itself_is_nobodys_account():
    digest = "wxiard4TbjLcVVryWCEN4Q=="

    assert scan_document(named_by(digest)).found == ()
    found = [scan_document(named_by(*given)).found for given in ((PHONE,), (digest, digest[:-2]))]
    assert [one.kind for [one] in found] == [Kind.PHONE, Kind.MESSENGER]


@pytest.mark.slow
def test_documents_inside_documents_are_read():
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/embeddings/list.xlsx", sheet(as_text))

    [found] = scan_document(out.getvalue()).found

    assert found.part.startswith("word/embeddings/list.xlsx: xl/")


@pytest.mark.slow
def test_a_picture_is_named_for_someone_to_look_at():
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG\r\n")

    assert "word/media/image1.png" in refuse_document(out.getvalue())


def test_a_refusal_names_kind_and_part_and_not_the_number():
    with pytest.raises(IdentifierFound) as refused:
        refuse_document(sheet(on_a_hidden_sheet))

    assert "a phone number (“138…”, in xl/" in refused.value.message
    assert PHONE not in refused.value.message
    assert refuse_document(sheet(on_a_hidden_sheet), allowed=[PHONE]) == ()


def locked() -> bytes:
    writer = pdf()
    writer.encrypt("secret")
    return saved(writer)


def with_entities() -> bytes:
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/x.xml", '<!DOCTYPE a [<!ENTITY b "1">]><a>&b;</a>')
    return out.getvalue()


def nested() -> bytes:
    inner = word()
    for _level in range(4):
        out = BytesIO(word())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/embeddings/inner.docx", inner)
        inner = out.getvalue()
    return inner


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"name,phone\n",
        lambda: b"",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old .xls",
        lambda: word()[:-200],
        lambda: saved(pdf())[:300],
        lambda: b"%PDF-1.7 nothing",
        locked,
        with_entities,
        nested,
    ],
)
def test_what_cannot_be_looked_through_is_not_let_out(make):
    with pytest.raises(Unreadable):
        scan_document(make())
