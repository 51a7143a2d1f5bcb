"""How someone may be reached: written down at the desk for who has no page of her own, read before a call."""

import pytest
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.notices import messages
from jinguo.notices.messages.ways import VALID_FOR
from jinguo.notices.models import Purpose, SafeContact
from tests.make import desk
from tests.make import people as homes

pytestmark = pytest.mark.slow
FORM = {
    "act": "set", "purpose": "sensitive", "channel": "sms", "address": "13900005678", "opens": "09:00",
    "closes": "11:00", "may_answer": "herself", "code_word": "石榴花",
}  # fmt: skip


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def woman(undone):
    return homes.head(homes.household(head_name="王秀兰"))


def page(woman):
    return f"/desk/messages/contact/{woman.pk}/"


def text(response):
    return response.content.decode()


def test_what_she_says_is_written_down_and_messages_go_there(town, woman):
    assert town.post(page(woman), FORM).status_code == 302

    shown = town.get(page(woman))
    assert "●●●●5678" in text(shown)
    assert "13900005678" not in text(shown) and "石榴花" not in text(shown)
    assert shown["Cache-Control"] == "no-store"
    way = messages.way_to(woman, Purpose.SENSITIVE, timezone.now())
    assert way.address == "13900005678"


def test_the_word_is_read_on_this_page_alone_and_that_is_noted(town, woman):
    town.post(page(woman), FORM)

    shown = town.post(page(woman), {"act": "word", "purpose": "sensitive"})

    assert "石榴花" in text(shown)
    assert "石榴花" not in text(town.get(page(woman)))
    [event] = Event.objects.filter(action="notices.read-code-word", object_id=woman.pk)
    assert event.purpose == "sensitive"


def test_after_a_month_the_page_says_to_ask_again_and_she_confirms(town, woman):
    town.post(page(woman), FORM)
    SafeContact.objects.update(checked_at=timezone.now() - VALID_FOR)
    assert "nothing is sent" in text(town.get(page(woman)))

    town.post(page(woman), {"act": "confirm", "purpose": "sensitive"})

    assert "nothing is sent" not in text(town.get(page(woman)))


@pytest.mark.parametrize("wrong", [{"address": "123"}, {"opens": ""}, {"closes": "08:00"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(town, woman, wrong):
    response = town.post(page(woman), FORM | wrong)

    assert response.status_code == 422
    assert 'value="石榴花"' in text(response)
    assert not SafeContact.objects.filter(person=woman).exists()


@pytest.mark.parametrize(
    ("wrong", "status"), [({"purpose": "x"}, 422), ({"act": "x"}, 422), ({"act": "word"}, 404)]
)
def test_there_is_nothing_else_to_do_or_to_read(town, woman, wrong, status):
    assert town.post(page(woman), FORM | wrong).status_code == status
    assert not SafeContact.objects.filter(person=woman).exists()


def test_the_pages_that_name_her_lead_there_for_who_may_and_not_for_others(town, woman):
    home = woman.memberships.get().household_id
    href = f'href="{page(woman)}"'

    assert href in text(town.get(f"/desk/households/{home}/"))
    assert href not in text(desk.desk("village-chair").get(f"/desk/households/{home}/"))
    assert desk.desk("village-chair").get(page(woman)).status_code == 403
