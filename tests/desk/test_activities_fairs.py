"""The page of a fair: stalls and posts given and taken off, what was sold, who was hired, and its end."""

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Intent, Stall, Vacancy
from jinguo.audit.models import Event
from jinguo.facts.models import Fact
from tests.make import activities, classes, desk


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def fair(programme="job-fairs", **given):
    return classes.published(
        **{"programme": programme, "kind": "fair", "category": "", "title": "招聘会", **given}
    )


def page(of):
    return f"/desk/activities/{of.id}/stalls/"


def given(browser, of, **more):
    """A stall of a firm, given on the page."""
    sent = {"name": "海风家政", "uscc": activities.uscc(), "goods": "布艺", **more}
    browser.post(f"{page(of)}add/", sent)
    return classes.newest(Stall)


def post(browser, of, stall):
    browser.post(f"{page(of)}{stall.id}/posts/", {"title": "育婴员", "places": 2})
    return classes.newest(Vacancy)


def meant(of, vacancy):
    return actions.record_intent(
        actor=desk.officer("town-officer"), vacancy_id=vacancy.id, person_id=classes.woman().id,
        on=timezone.localdate(of.created_at), now=of.created_at,
    )  # fmt: skip


@pytest.mark.slow
def test_a_maker_says_what_she_sold(town):
    market = fair("fashion-fairs")
    stall = given(town, market, name="李桂香剪纸", uscc="", goods="剪纸")

    town.post(f"{page(market)}{stall.id}/sales/", {"sales": "1,250.50"})

    stall.refresh_from_db()
    assert stall.sales_fen == 125_050
    shown = text(town.get(page(market)))
    assert "1,250.50" in shown and "1 stall" in shown and "0 hired" not in shown


@pytest.mark.slow
def test_a_firm_with_a_credit_code_reports_its_sales_at_a_market_and_its_goods_are_shown(town):
    market = fair("fashion-fairs")
    stall = given(town, market)
    sales = f"{page(market)}{stall.id}/sales/"

    shown = text(town.get(page(market)))
    town.post(sales, {"sales": "1200.50"})

    assert sales in shown and "布艺" in shown and stall.uscc in shown
    stall.refresh_from_db()
    assert stall.sales_fen == 120_050
    assert "1,200.50 yuan sold" in text(town.get(page(market)))


@pytest.mark.slow
def test_at_a_job_fair_nothing_is_sold(town):
    jobs = fair()
    stall = given(town, jobs)
    sales = f"{page(jobs)}{stall.id}/sales/"

    assert sales not in text(town.get(page(jobs)))
    response = town.post(sales, {"sales": "1200"})

    assert response.status_code == 422 and "nothing is sold" in text(response)


@pytest.mark.slow
def test_a_stall_and_a_post_are_taken_off_and_a_post_somebody_means_to_take_is_not(town):
    jobs = fair()
    stall = given(town, jobs)
    vacancy, other = post(town, jobs, stall), post(town, jobs, stall)
    meant(jobs, vacancy)
    off = f"/desk/activities/{jobs.id}/posts/%s/remove/"

    shown = text(town.get(page(jobs)))
    town.post(off % other.id)
    town.post(off % vacancy.id)
    town.post(f"{page(jobs)}{stall.id}/remove/")

    assert off % other.id in shown and off % vacancy.id not in shown
    assert list(stall.vacancies.all()) == [vacancy]
    Intent.objects.all().delete()
    town.post(f"{page(jobs)}{stall.id}/remove/")
    assert not jobs.stalls.exists()


@pytest.mark.slow
def test_an_answer_is_put_right_on_the_page(town):
    jobs = fair()
    intent = meant(jobs, post(town, jobs, given(town, jobs)))
    settle = f"/desk/activities/{jobs.id}/intents/{intent.id}/"

    town.post(settle, {"hired": "yes"})
    assert f"{settle}correct/" in text(town.get(page(jobs)))
    town.post(f"{settle}correct/", {"hired": "no"})

    intent.refresh_from_db()
    assert intent.state == "not-hired"
    assert "Put right: hired" in text(town.get(page(jobs)))


@pytest.mark.slow
def test_an_intent_noted_by_mistake_is_taken_back_with_a_reason_and_noted_again(town):
    jobs = fair()
    vacancy = post(town, jobs, given(town, jobs))
    wrong = meant(jobs, vacancy)
    settle = f"/desk/activities/{jobs.id}/intents/{wrong.id}/"
    back = f"{settle}take-back/"
    town.post(settle, {"hired": "yes"})
    assert back in text(town.get(page(jobs))) and "王秀兰" in text(town.get(back))

    without = town.post(back, {"reason": " "})
    assert without.status_code == 422 and Intent.objects.get().state == "hired"
    other = desk.desk("town-officer", at="370211106")
    assert other.post(back, {"reason": "记错了人"}).status_code == 404
    assert town.post(back, {"reason": "记错了人"}).status_code == 302

    assert not Intent.objects.exists() and "0 intents, 0 hired" in text(town.get(page(jobs)))
    for kind, total in (("meant", 0), ("hired", 0)):
        found = Fact.objects.filter(kind=f"activities.{kind}")
        assert (found.count(), sum(one.quantity for one in found)) == (2, total)
    event = Event.objects.get(action="activities.take-back-intent")
    assert event.purpose == "记错了人"
    assert town.post(back, {"reason": "再来"}).status_code == 404
    assert meant(jobs, vacancy).state == "meant"


@pytest.mark.slow
def test_an_intent_of_one_fair_is_not_taken_back_on_the_page_of_another_or_of_one_called_off(town):
    jobs, another = fair(), fair()
    intent = meant(jobs, post(town, jobs, given(town, jobs)))

    elsewhere = town.post(
        f"/desk/activities/{another.id}/intents/{intent.id}/take-back/", {"reason": "记错了人"}
    )
    town.post(f"/desk/activities/{jobs.id}/act/cancel/", {"reason": "停电"})
    back = f"/desk/activities/{jobs.id}/intents/{intent.id}/take-back/"

    assert elsewhere.status_code == 404 and Intent.objects.get() == intent
    assert town.post(back, {"reason": "记错了人"}).status_code == 409
    assert back not in text(town.get(page(jobs)))


@pytest.mark.slow
def test_an_intent_of_1990_is_refused_beside_its_day(town):
    jobs = fair()
    vacancy = post(town, jobs, given(town, jobs))
    classes.woman("王秀兰", phone="13800001234")
    sent = {"vacancy": vacancy.id, "person": "王秀兰 1234"}

    response = town.post(f"/desk/activities/{jobs.id}/intents/", {**sent, "on": "1990-01-01"})
    assert response.status_code == 422 and "The fair is open for enrolment from" in text(response)
    town.post(f"/desk/activities/{jobs.id}/intents/", {**sent, "on": timezone.localdate()})

    assert Intent.objects.get().vacancy == vacancy


@pytest.mark.slow
def test_the_page_of_a_fair_called_off_offers_neither_stalls_nor_posts(town):
    jobs = fair()
    stall = given(town, jobs)
    acts = [
        f"{page(jobs)}add/",
        f"{page(jobs)}{stall.id}/posts/",
        f"{page(jobs)}{stall.id}/remove/",
    ]
    before = text(town.get(page(jobs)))

    actions.cancel_activity(
        actor=desk.officer("town-officer"), activity_id=jobs.id, reason="停电", now=jobs.created_at
    )
    after = text(town.get(page(jobs)))

    assert all(act in before and act not in after for act in acts)
    assert "the activity is “Cancelled”" in after and "海风家政" in after
