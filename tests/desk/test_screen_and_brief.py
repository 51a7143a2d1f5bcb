"""The wall of a meeting room and the one-page brief: figures only, each opens, nobody is named."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import override_settings
from docx import Document

from jinguo.audit.models import Event
from jinguo.sites.models import Site
from tests.make import desk

HEADS = ("李桂兰", "王秀兰")


def get(role, page, **given):
    answer = desk.desk(role, **given).get(page)
    assert answer.status_code == 200
    return answer


@pytest.mark.slow
def test_the_screen_shows_the_targets_and_one_figure_by_month_and_by_town(undone):
    answer = get("district-officer", "/desk/screen/")
    shown = answer.context["shown"]

    assert [bar.title for bar in answer.context["targets"]]
    assert len(shown.months) == 12
    assert {tile.label for tile in shown.tiles} == {"大村镇", "六汪镇"}
    assert all(one.href.startswith("/desk/figures/") for one in (shown, *shown.tiles))


def test_another_figure_and_the_dark_look_are_chosen_in_the_address(undone):
    browser = desk.desk("district-officer")
    keys = [key for key, _title, _on in browser.get("/desk/screen/").context["choices"]]

    answer = browser.get(f"/desk/screen/?measure={keys[-1]}&look=dark")

    assert f"/desk/figures/{keys[-1]}?" in answer.context["shown"].href
    assert 'data-look="dark"' in answer.content.decode()


def test_the_screen_fetches_itself_anew_without_a_reload(undone):
    browser = desk.desk("district-officer")
    page = browser.get("/desk/screen/?look=dark").content.decode()
    assert 'hx-get="/desk/screen/?look=dark" hx-trigger="every 60s"' in page

    part = browser.get("/desk/screen/?look=dark", headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


@pytest.mark.slow
def test_a_figure_stands_once_above_the_board_or_with_its_target(undone):
    answer = get("district-officer", "/desk/screen/")

    aimed_at = {bar.measure for bar in answer.context["targets"]}
    above = [card.href for card in answer.context["cards"]]
    assert above and not [one for one in above if one.partition("?")[0].split("/")[3] in aimed_at]


def test_what_can_be_chosen_and_read_on_is_folded_under_names_a_refresh_finds_again(undone):
    placed(undone.site)
    page = get("district-officer", "/desk/screen/").content.decode()

    board = page.partition('<div id="board"')[2]
    folds = re.findall(
        r'<details(?: class="no-print")? id="([\w-]+)"><summary id="([\w-]+)">', board
    )
    assert {fold for fold, _head in folds} == {"other-figures", "as-table", "map-kinds", "as-list"}
    assert (
        len({name for both in folds for name in both})
        == 2 * len(folds)
        == board.count("<summary") * 2
    )


def placed(site):
    Site.objects.filter(id=site).update(latitude=Decimal("35.96"), longitude=Decimal("120.19"))


def test_until_a_site_has_its_place_the_map_says_how_it_gets_there(undone):
    page = get("district-officer", "/desk/screen/").content.decode()

    assert "No site stands on the map yet" in page
    assert "data-map=" not in page


def test_the_map_has_the_figure_of_each_town_in_the_middle_of_its_sites_which_are_dots(undone):
    placed(undone.site)

    answer = get("district-officer", "/desk/screen/")
    shown = answer.context["map"]

    [figure], [site] = shown.figures, shown.sites
    assert (figure.name, figure.latitude) == ("大村镇", Decimal("35.96"))
    assert figure.href in {tile.href for tile in answer.context["shown"].tiles}
    assert (site.sign, site.href) == ("", f"/desk/sites/{undone.site}/")
    assert (
        answer.content.decode().count('data-latitude="35.960000" data-longitude="120.190000"') == 2
    )


@pytest.mark.parametrize("kind", ["all", "womens-micro-home"])
def test_chosen_by_kind_the_sites_bear_the_sign_of_their_kind(undone, kind):
    placed(undone.site)

    shown = get("district-officer", f"/desk/screen/?kind={kind}").context["map"]

    [site], [of] = shown.sites, shown.kinds
    assert (site.sign, of.key, of.count) == (of.sign, "womens-micro-home", 1)
    assert (shown.figures, shown.is_of_all, of.is_chosen) == ([], kind == "all", kind != "all")


def test_a_site_that_is_not_open_is_not_on_the_map(undone):
    placed(undone.site)
    Site.objects.filter(id=undone.site).update(state=Site.State.DORMANT)

    assert not get("district-officer", "/desk/screen/").context["map"].sites


@pytest.mark.slow
def test_streets_are_asked_for_only_with_a_key(undone):
    placed(undone.site)

    plain = get("district-officer", "/desk/screen/")
    with override_settings(JINGUO_TIANDITU_KEY="key-7"):
        tiled = get("district-officer", "/desk/screen/")

    assert "tianditu" not in plain["Content-Security-Policy"] + plain.content.decode()
    assert "https://*.tianditu.gov.cn" in tiled["Content-Security-Policy"]
    assert 'data-tiles="key-7"' in tiled.content.decode()


@pytest.mark.slow
def test_the_brief_is_taken_out_as_a_document_that_says_what_the_page_says(undone):
    page = get("town-officer", f"/desk/briefs/{desk.TOWN}/")
    answer = get("town-officer", f"/desk/briefs/{desk.TOWN}/docx/")

    document = Document(BytesIO(answer.content))
    said = "\n".join(one.text for one in document.paragraphs)
    assert said.startswith("大村镇")
    cards = [c for s in page.context["sections"] for g in s.groups for c in g.cards]
    assert cards and all(f"{c.title} {c.value.text} {c.value.unit}" in said for c in cards)
    quiet = [one.title for one in page.context["quiet"]]
    assert f"Nothing yet ({len(quiet)}) {' · '.join(quiet)}" in said
    sizes = {run.font.size.pt for one in document.paragraphs for run in one.runs}
    assert sizes == {8.5, 9, 13}
    assert [one._sectPr.xpath("./w:cols/@w:num") for one in document.sections] == [
        ["1"],
        ["3"],
        ["1"],
    ]
    assert not [name for name in HEADS if name in said]
    assert Event.objects.filter(action="reports.take-brief", area=desk.TOWN).count() == 1
    assert desk.desk("town-officer").get("/desk/briefs/370211106/docx/").status_code == 404


@pytest.mark.parametrize("page", ["/desk/screen/", f"/desk/briefs/{desk.TOWN}/"])
def test_neither_names_anybody(page, undone):
    text = get("district-officer", page).content.decode()

    assert not [name for name in HEADS if name in text]


@pytest.mark.parametrize(
    "page", ["/desk/screen/?area=370211106", "/desk/briefs/370211106/", "/desk/briefs/1/"]
)
def test_an_area_out_of_reach_is_not_there(page, undone):
    assert desk.desk("town-officer").get(page).status_code == 404


@pytest.mark.slow
def test_a_brief_says_what_stands_waits_and_lies_below(undone):
    answer = get("town-officer", f"/desk/briefs/{desk.TOWN}/")
    [section] = [one for one in answer.context["sections"] if one.work]

    assert {card.title: card.value.text for group in section.groups for card in group.cards}[
        "Demonstration courtyards"
    ] == "1"
    assert {one.title: one.count for one in section.work}["Recommend"] == 1
    assert section.open_faults == 0
    assert [bar.label for bar in answer.context["below"].bars]
    assert section not in answer.context["quiet"]
    assert not any(c.has_value for s in answer.context["quiet"] for g in s.groups for c in g.cards)


@pytest.mark.slow
def test_what_waits_opens_a_list_of_just_as_many(undone):
    browser = desk.desk("town-officer")
    sections = browser.get(f"/desk/briefs/{desk.TOWN}/").context["sections"]

    for one in (one for section in sections for one in section.work):
        assert len(browser.get(one.href).context["rows"]) == one.count, one.title


@pytest.mark.slow
def test_a_fault_not_put_right_is_counted_in_the_brief(undone):
    browser = desk.desk("district-officer")
    browser.post(
        "/desk/courtyards/act/recognition/order-rectification/",
        {"ids": str(undone.recognition), "confirmed": "1", "problems": "院门口堆柴\n鸡舍未圈养"},
    )

    sections = browser.get(f"/desk/briefs/{desk.TOWN}/").context["sections"]
    other = browser.get("/desk/briefs/370211106/").context["quiet"]

    assert [one.open_faults for one in sections if one.work] == [2]
    assert [one.open_faults for one in other if one.work] == [0]
