"""A post handed over on the page, with the work that follows it and the sheet to sign."""

from uuid import uuid4

import pytest
from django.utils import timezone

from jinguo.exchange.models import Batch
from jinguo.org.models import Post
from jinguo.org.queries import actor_for
from tests.make import desk, org, sites
from tests.make import notices as make

PROPOSE = "Send for release"


@pytest.fixture
def post(undone):
    """The post of the chair of the village in which everything is."""
    return Post.objects.get(account=desk.someone("village-chair", name="张春梅"))


@pytest.fixture
def browser(undone):
    return desk.desk("security-administrator")


def page(post, name="hand-over"):
    return f"/desk/accounts/{post.account_id}/posts/{post.id}/{name}/"


def send(browser, post, to, **more):
    fields = {"account": str(to.id), "on": str(timezone.localdate()), "reason": "换届", **more}
    return browser.post(page(post), fields)


@pytest.mark.slow
def test_the_open_work_of_a_post_is_shown_and_is_the_new_holder_s(browser, post):
    to = org.account(name="李海燕")
    [todo] = browser.get(page(post)).context["work"].todos
    assert (todo.title, todo.count) == ("Recommend", 1)

    answer = send(browser, post, to)

    assert answer.url == page(post, "sheet")
    [group] = desk.client(to).get("/desk/").context["groups"]
    assert [(row.title, row.count) for row in group.rows] == [("Recommend", 1)]
    assert desk.client(post.account).get("/desk/").context["groups"] == []


@pytest.mark.slow
def test_the_sheet_names_both_and_what_was_open(browser, post):
    before = browser.get(page(post, "sheet")).content.decode()
    assert "张春梅" in before
    assert "李海燕" not in before
    send(browser, post, org.account(name="李海燕"))

    sheet = browser.get(page(post, "sheet")).content.decode()

    assert "张春梅" in sheet
    assert "李海燕" in sheet
    assert "Recommend" in sheet


@pytest.mark.slow
def test_a_draft_of_a_notice_waits_for_whoever_took_the_post_over_from_who_wrote_it(browser):
    def waits(account):
        groups = desk.client(account).get("/desk/").context["groups"]
        return sum(row.count for group in groups for row in group.rows if row.title == PROPOSE)

    post = Post.objects.get(account=desk.someone("district-officer", name="周敏"))
    second, third = org.account(name="李海燕"), org.account(name="王芳")
    colleague = desk.someone("district-officer", name="孙丽")
    make.draft(actor=actor_for(post.account, on=timezone.localdate()), on=timezone.localdate())
    assert waits(post.account) == 1
    Post.objects.filter(id=post.id).update(period=("2019-01-01", None))

    send(browser, post, second)
    assert waits(second) == 1
    [new] = Post.objects.filter(follows=post)
    Post.objects.filter(id=post.id).update(period=("2019-01-01", "2020-01-01"))
    Post.objects.filter(id=new.id).update(period=("2020-01-01", None))
    send(browser, Post.objects.get(id=new.id), third)

    assert waits(third) == 1
    assert waits(second) == waits(colleague) == 0


@pytest.mark.slow
def test_the_sites_of_the_unit_are_on_the_sheet_until_they_close(browser, post):
    assert browser.get(page(post, "sheet")).context["work"].sites == []
    made = sites.site(
        kind="reading-room", state="proposed", by=actor_for(post.account, on=timezone.localdate())
    )

    answer = browser.get(page(post, "sheet"))

    assert answer.context["work"].sites == [made.name]
    assert "Sites this unit runs" in answer.content.decode()
    assert made.name in answer.content.decode()


def brought(account_id, area=desk.VILLAGE, state=Batch.State.CHECKED):
    return Batch.objects.create(
        kind=Batch.Kind.ROSTER, area=area, file_name="名册.xlsx", digest=uuid4().hex, state=state,
        account=account_id, created_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.slow
def test_workbooks_not_yet_written_follow_the_post_from_holder_to_holder(browser):
    post = Post.objects.get(account=desk.someone("town-officer", name="赵敏"))
    other = org.account(name="王芳")
    brought(post.account_id)
    brought(post.account_id, state=Batch.State.APPLIED)  # written
    brought(other.id)  # another's
    assert browser.get(page(post)).context["work"].imports == 1

    send(browser, post, other)

    [new] = Post.objects.filter(follows=post)
    assert browser.get(page(new)).context["work"].imports == 2


@pytest.mark.slow
def test_workbooks_of_a_post_inside_the_area_stay_with_that_one(browser):
    account = desk.someone("town-officer", name="赵敏")
    post = Post.objects.get(account=account)
    inside = org.post(account=account, role="town-officer", at=desk.VILLAGE)
    brought(account.id)
    brought(account.id, area=desk.TOWN)

    assert browser.get(page(post)).context["work"].imports == 1
    assert browser.get(page(inside)).context["work"].imports == 1


@pytest.mark.slow
def test_what_is_left_out_or_wrong_is_said_beside_its_field(browser, post):
    to = org.account(name="李海燕")

    assert send(browser, post, to, reason="").status_code == 422
    answer = send(browser, post, to, on="2019-01-01")

    assert answer.status_code == 422
    assert answer.context["form"].errors["on"] == [
        "The post begins on that day or later. Choose a later day, or take it back."
    ]
    assert 'value="换届"' in answer.content.decode()
    assert not Post.objects.filter(follows=post).exists()


def test_the_one_who_leaves_is_not_offered_to_take_over(browser, post):
    closed = org.account(name="已停用", is_active=False)
    offered = browser.get(page(post)).context["form"].fields["account"].queryset

    assert not offered.filter(id__in=[post.account_id, closed.id]).exists()
    assert offered.exists()


def test_a_post_under_another_account_is_not_there(browser, post):
    other = org.account()

    assert browser.get(f"/desk/accounts/{other.id}/posts/{post.id}/hand-over/").status_code == 404


def test_the_page_of_an_account_leads_to_the_handover_of_posts_in_force(browser, post):
    account = f"/desk/accounts/{post.account_id}/"
    assert page(post) in browser.get(account).content.decode()

    send(browser, post, org.account())

    assert page(post) not in browser.get(account).content.decode()


@pytest.mark.slow
def test_visits_drawn_for_her_do_not_follow_the_post_and_it_says_who_passes_them_on(
    browser, undone
):
    account, runner = desk.someone("third-party-assessor"), desk.someone(name="陈晓梅")
    found = desk.sent_out(account)
    post = Post.objects.get(account=account)

    answer = browser.get(page(post))

    assert answer.context["work"].todos == []
    [one] = answer.context["work"].visits
    assert (one.visits.round.id, one.visits.count > 0) == (found, True)
    for shown in (answer, browser.get(page(post, "sheet"))):
        assert "They do not follow the post" in shown.content.decode()
        assert f"陈晓梅 ({runner.username})" in shown.content.decode()


def test_a_post_no_visit_was_drawn_for_says_nothing_of_visits(browser, post):
    assert "They do not follow the post" not in browser.get(page(post)).content.decode()
