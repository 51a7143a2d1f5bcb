"""A post handed over in one step, with the open work that follows it, and the sheet both sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.assess import queries as assess
from jinguo.assess.queries import VisitsWith
from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.accounts.rights import role_titles
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.home.work import TodoRow, waiting
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange import queries as exchange
from jinguo.exchange.models import Batch, BatchQuerySet
from jinguo.notices import queries as notices
from jinguo.notices.models import Notice
from jinguo.org import actions, policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Account, Post
from jinguo.org.roles import Capability
from jinguo.sites import queries as sites
from jinguo.sites.models import Site


@dataclass(frozen=True)
class Staying:
    """Visits of a round that do not follow a post, and who can pass them on; no administrator can."""

    visits: VisitsWith
    runners: Sequence[str]


@dataclass(frozen=True)
class OpenWork:
    """
    What a post brings with it: the steps that wait for it, its unit's drafts, its imports not yet written.

    ``sites`` are the names of those its unit runs, built up or open. ``visits`` were drawn for whoever holds
    the post: they stay with her until whoever runs the round passes them on.

    Of people there are numbers only: whoever hands the post over does no business and sees no name.
    """

    todos: Sequence[TodoRow]
    drafts: int
    imports: int
    sites: Sequence[str]
    visits: Sequence[Staying]


class HandOverForm(DeskForm):
    """Who takes a post over, from which day, and why."""

    account = forms.ModelChoiceField(
        label=gettext_lazy("Who takes it over"),
        queryset=Account.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("She needs an account of her own first."),
    )
    on = date_field(label=gettext_lazy("First day of the new holder"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = named  # type: ignore[attr-defined]


def named(account: Account) -> str:
    """Return an account as one chooses it: two people may bear one name."""
    return f"{account.name} ({account.username})"


@access(Capability.ORG_GRANT_POSTS)
@require_http_methods(["GET", "POST"])
@proven(gettext_lazy("Hand over"))
def hand_over(request: DeskRequest, account_id: UUID, post_id: UUID) -> HttpResponse:
    """Show what work a post brings and ask who takes it over; hand it over when confirmed."""
    post, today = post_of(request, account_id, post_id), timezone.localdate()
    others = queries.accounts(request.actor).filter(is_active=True)
    others = others.exclude(id__in=[post.account_id, request.actor.account_id])
    form = HandOverForm(posted(request), accounts=others, initial={"on": today})
    if form.is_valid():
        with refused_into(form, request):
            actions.hand_over(
                actor=request.actor,
                post_id=post_id,
                to_account_id=form.cleaned_data["account"].id,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(
                request, _("The post is handed over. Print the sheet for both to sign.")
            )
            return redirect("desk:handover-sheet", account_id, post_id)
    context = {
        "post": post,
        "title": role_titles().get(post.role, post.role),
        "work": open_work(post, today),
        "form": form,
        "refusal": refusal(policies.check_not_oneself, request.actor, post.account_id)
        or ("" if post.can_end_on(today) else _("The post has ended already.")),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/accounts/hand-over.html", context, status)


@access(Capability.ORG_GRANT_POSTS)
@require_GET
def sheet(request: DeskRequest, account_id: UUID, post_id: UUID) -> HttpResponse:
    """Show the sheet of a handover, to be printed and signed."""
    post, today = post_of(request, account_id, post_id), timezone.localdate()
    context = {
        "post": post,
        "successor": Post.objects.filter(follows=post).select_related("account").first(),
        "title": role_titles().get(post.role, post.role),
        "work": open_work(post, today),
        "today": today,
    }
    return render_page(request, "desk/accounts/handover-sheet.html", context)


def post_of(request: DeskRequest, account_id: UUID, post_id: UUID) -> Post:
    """
    Return a post of an account.

    :raises NotFound: it is not there, out of reach, or another account's
    """
    post = queries.get_post(request.actor, post_id)
    if post.account_id != account_id:
        raise NotFound(_("There is no such post."))
    return post


def open_work(post: Post, today: date) -> OpenWork:
    """Return what work a post brings as it stands on a day."""
    holder = queries.actor_of_post(post, on=today)
    drafts = notices.notices(holder).filter(unit=post.unit_id, state=Notice.State.DRAFT)
    run = sites.sites(holder).filter(unit=post.unit_id).exclude(state=Site.State.CLOSED)
    names = list(run.order_by("name", "id").values_list("name", flat=True))
    own = reverse("desk:own-visits")  # these do not follow the post
    rows = [row for group in waiting(holder, today).groups for row in group.rows]
    rows = [row for row in rows if row.href != own]
    visits = staying(post, today) if holder.can(Capability.ASSESS_VISIT) else []
    return OpenWork(rows, drafts.count(), brought(post, holder, today).count(), names, visits)


def brought(post: Post, holder: Actor, today: date) -> BatchQuerySet:
    """
    Return the workbooks a post brings that are not written yet.

    They are those of its holder and, as they followed the post to her, of those she took it over from; not
    those she brought for the area of another post of hers inside this one's.
    """
    open_ones = exchange.batches(holder).filter(
        state__in=[Batch.State.UPLOADED, Batch.State.CHECKED]
    )
    chain = [post.account_id]
    before = post.follows
    while before is not None:
        chain.append(before.account_id)
        before = before.follows
    home = post.unit.area_id
    others = Post.objects.filter(
        account=post.account_id, period__contains=today, unit__area__code__startswith=home
    ).exclude(Q(id=post.id) | Q(unit__area=home))
    hers = Q(account=post.account_id)
    for code in others.values_list("unit__area", flat=True):
        open_ones = open_ones.exclude(hers & Q(area__startswith=code))
    return open_ones.filter(account__in=chain)


def staying(post: Post, today: date) -> list[Staying]:
    """Return what was drawn for the holder of a post to visit, by round."""
    run = Capability.ASSESS_RUN_ROUNDS
    return [
        Staying(one, [named(account) for account in queries.holders(run, one.round.area_id, today)])
        for one in assess.stays_with(post.account_id)
    ]
