"""What holds for every call: tokens, limits, problems, languages, cookies, ETags."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client, override_settings
from django.utils import timezone

from jinguo.api import households
from jinguo.audit.models import Event
from jinguo.org import actions
from jinguo.org.models import Account, ApiToken, Post
from tests.make import api, desk, org

ME = "/api/v1/token"


@pytest.mark.slow
def test_a_token_says_whom_it_acts_as(undone):
    account = desk.someone("district-officer", name="单晓梅")
    _token, secret = api.token(account, area="370211105", capabilities=["figures.view"])

    answer = api.caller(secret).get(ME).json()

    assert answer == {
        "acts_as": "单晓梅 · 数据大屏",
        "role": "district-officer",
        "unit": "黄岛区妇联",
        "area": "370211105",
        "rights": ["figures.view"],
    }


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer jg_nothing", "Basic dTpw", "jg_nothing"])
def test_without_a_good_token_nothing_is_answered(header, undone):
    cache.clear()
    answer = Client(headers={"Authorization": header} if header else {}).get(ME)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "no-token"


def revoke(token):
    actions.revoke_token(
        actor=desk.officer("security-administrator"), token_id=token.id, now=timezone.now()
    )


def expire(token):
    now = timezone.now()
    ApiToken.objects.filter(id=token.id).update(made_at=now - timedelta(days=2), expires_at=now)


def end_post(token):
    days = DateRange(org.BEGINNING, timezone.localdate())
    Post.objects.filter(id=token.post_id).update(period=days)


def close_account(token):
    Account.objects.filter(posts=token.post_id).update(is_active=False)


@pytest.mark.parametrize("end", [revoke, expire, end_post, close_account])
def test_a_token_ends_with_the_next_call(end, undone):
    cache.clear()
    token, secret = api.token(desk.someone())
    assert api.caller(secret).get(ME).status_code == 200

    end(token)

    assert api.caller(secret).get(ME).status_code == 401


def test_a_right_that_is_not_lent_is_denied_and_noted(undone):
    program = api.program("district-officer", capabilities=["figures.view"])

    answer = program.get("/api/v1/households")

    assert answer.status_code == 403
    assert "people.view" in answer.json()["detail"]
    [event] = Event.objects.filter(action="api.list_households")
    assert (event.result, event.purpose) == ("denied", "denied")


@pytest.mark.slow
@override_settings(JINGUO_API_CALLS=3)
def test_more_calls_than_allowed_in_a_minute_wait(undone, time_machine):
    noon = timezone.now().replace(second=10)
    time_machine.move_to(noon, tick=False)
    program, other = api.program(), api.program()

    answers = [program.get(ME).status_code for _call in range(5)]
    refused = program.get(ME)

    assert answers == [200, 200, 200, 429, 429]
    assert refused["Retry-After"] == "60"
    assert other.get(ME).status_code == 200
    time_machine.move_to(noon + timedelta(minutes=1), tick=False)
    assert program.get(ME).status_code == 200


@pytest.mark.slow
def test_who_tries_many_tokens_waits(undone):
    cache.clear()

    answers = {api.caller(f"jg_{number}").get(ME).status_code for number in range(61)}

    assert answers == {401, 429}


def test_a_session_opens_nothing_here(undone):
    browser = desk.desk("district-officer")

    answer = browser.get(ME)

    assert answer.status_code == 401
    assert not answer.cookies


def test_a_call_leaves_no_cookie_and_lets_no_other_site_in(undone):
    answer = api.program().get(ME, headers={"Origin": "https://elsewhere.example"})

    assert not answer.cookies
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "There is no such household."), ("zh-CN", "没有这户家庭。")]
)
def test_a_problem_speaks_the_language_of_the_call(language, sentence, undone):
    program = api.program("town-officer", language=language)

    answer = program.get("/api/v1/households/01890a5d-ac96-774b-bcce-b302099a8057")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == sentence
    assert answer.json()["code"] == "not-found"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/households/not-an-id", 404),
        ("delete", "/api/v1/households", 405),
        ("get", "/api/v1/areas/%00", 422),
    ],
)
def test_what_no_resource_answers_is_a_problem_too(method, path, status, undone):
    answer = getattr(api.program(), method)(path)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Content-Length"]) == len(answer.content)


def test_a_fault_of_ours_has_a_number_and_tells_nothing(undone, monkeypatch, caplog):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr(households.queries, "page_of_households", fail)

    answer = api.program().get("/api/v1/households")

    assert answer.status_code == 500
    assert answer.json()["code"] == "broken"
    assert "secret" not in answer.content.decode()
    [number] = [word for word in answer.json()["detail"].rstrip(".").split() if len(word) == 12]
    assert number in caplog.text


def test_who_has_the_answer_already_gets_no_body(undone):
    program = api.program()
    first = program.get("/api/v1/areas/370211")

    again = program.get("/api/v1/areas/370211", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_is_open_and_names_every_operation(undone):
    document = Client().get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    rights = {one["operationId"]: one["security"] for one in operations}
    assert rights["listHouseholds"] == [{"Token": ["people.view"]}]
    assert rights["listAreas"] == [{"Token": []}]
    assert all("401" in one["responses"] for one in operations)


@pytest.mark.slow
def test_an_account_whose_program_calls_is_not_unused(undone):
    account = desk.someone(created_at=timezone.now() - timedelta(days=400))
    _token, secret = api.token(account)
    idle = desk.someone(created_at=timezone.now() - timedelta(days=400))
    api.caller(secret).get(ME)
    job = org.Actor.system("tests", "org.manage-accounts")

    actions.suspend_unused(actor=job, now=timezone.now())

    account.refresh_from_db()
    idle.refresh_from_db()
    assert (account.is_active, idle.is_active) == (True, False)
