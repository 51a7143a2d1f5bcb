"""No number is too big for a page: what no column holds is said beside the field, and nothing is lost."""

import importlib
import pkgutil

import pytest
from django import forms

import jinguo.desk
import jinguo.portal
from jinguo.activities.actions.fairs import MOST_SALES
from jinguo.activities.models import Activity, Stall, Vacancy
from jinguo.core import money
from jinguo.desk.activities.fields import AmountField
from tests.make import classes, desk

HUGE = "99999999999"  # more than 32 bits hold, in fen and in ones
NUMBERS = (forms.IntegerField, forms.DecimalField, forms.FloatField, AmountField)


def subclasses(of):
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def number_fields():
    """Every field for a number of every form of the workbench and the portal, named."""
    for surface in (jinguo.desk, jinguo.portal):
        for module in pkgutil.walk_packages(surface.__path__, f"{surface.__name__}."):
            importlib.import_module(module.name)
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in set(subclasses(forms.Form))
        if form.__module__.startswith("jinguo.")
        for name, field in form.base_fields.items()
        if isinstance(field, NUMBERS)
    }


def test_every_field_for_a_number_refuses_what_the_database_cannot_hold():
    fields = number_fields()

    passed = []
    for name, field in fields.items():
        for huge in (HUGE, "9" * 14, f"-{HUGE}"):
            try:
                field.clean(huge)
            except forms.ValidationError:
                continue
            passed.append(name)

    assert len(fields) > 20
    assert passed == []


@pytest.mark.parametrize("most", [money.MOST_AT_ONCE, MOST_SALES])
def test_the_most_an_amount_may_be_passes_and_a_fen_more_does_not(most):
    field = AmountField(most=most)

    assert field.clean(f"{most // 100}") == most
    with pytest.raises(forms.ValidationError, match="Give an amount from 0 to"):
        field.clean(f"{most // 100}.01")
    with pytest.raises(forms.ValidationError):
        field.clean("-1")


@pytest.fixture
def district(undone):
    return desk.desk("district-officer")


def text(response):
    return response.content.decode()


@pytest.mark.slow
def test_what_was_typed_for_a_post_is_kept_beside_the_sentence(district):
    fair = classes.published(
        programme="job-fairs", kind="fair", category="", title="春风招聘会", capacity=300, minimum=0,
    )  # fmt: skip
    page = f"/desk/activities/{fair.id}/stalls/"
    district.post(f"{page}add/", {"name": "海青茶业", "uscc": "91370211MA3CE0000X"})
    stall = Stall.objects.get()
    post = {
        "title": "采茶工",
        "places": "3",
        "wage_from": HUGE,
        "wage_to": "",
        "requirements": "能吃苦",
    }

    refused = district.post(f"{page}{stall.id}/posts/", post)

    assert refused.status_code == 422 and "Give an amount from 0 to" in text(refused)
    assert "采茶工" in text(refused) and "能吃苦" in text(refused)
    assert not Vacancy.objects.exists()
    assert district.post(f"{page}{stall.id}/sales/", {"sales": HUGE}).status_code == 422
    district.post(f"{page}{stall.id}/posts/", {**post, "wage_from": "4000"})
    assert Vacancy.objects.get().wage_from_fen == 400_000


@pytest.mark.slow
def test_a_fee_no_database_holds_is_said_beside_it(district):
    refused = district.post("/desk/activities/plan/", {"title": "茶艺入门", "fee": "99999999"})

    assert refused.status_code == 422
    assert "Give an amount from 0 to 10,000,000 yuan." in str(refused.context["form"].errors["fee"])
    assert "茶艺入门" in text(refused) and not Activity.objects.filter(title="茶艺入门").exists()
