"""Who saw it, on the page of a household: values shown in clear, and lists that left."""

import pytest

from jinguo.people.models import Household
from tests.make import desk, people

pytestmark = pytest.mark.usefixtures("undone")


def card(browser, home):
    page = browser.get(f"/desk/households/{home.id}/").content.decode()
    return page.split("Who saw it")[1]


@pytest.fixture
def home(world):
    return people.household(head_name="张桂兰", phone="14300001234")


@pytest.mark.slow
def test_work_on_a_household_is_not_seeing_it(home):
    before = card(desk.desk("executive"), home)
    desk.applied(home.id)
    desk.consent(home.id)

    assert "Nobody has opened a masked value of this household." in before
    assert card(desk.desk("executive"), home) == before


@pytest.mark.slow
def test_a_value_shown_in_clear_is_told_with_its_purpose(home):
    officer = desk.desk("town-officer", name="赵敏")
    officer.post(
        f"/desk/households/{home.id}/reveal/",
        {"kind": "household", "object": home.id, "field": "phone", "purpose": "约定入户时间"},
    )

    told = card(desk.desk("executive"), home)
    assert "赵敏 · phone" in told and "约定入户时间" in told


@pytest.mark.slow
def test_a_list_that_left_is_told_apart_from_it(home):
    desk.desk("town-officer", name="赵敏").post("/desk/households/export/")

    told = card(desk.desk("executive"), home)
    total = Household.objects.filter(area__code__startswith=desk.TOWN).count()
    lists = told.split("Lists that covered this village")[1]
    assert "赵敏 · list exported" in lists and f"{total} rows" in lists
    assert "not which households stood on it" in lists
    assert "Nobody has opened a masked value" in told
