"""Programs that act through a post: letting one in, showing its secret once, ending its access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.web import posted
from jinguo.desk.accounts.forms import TokenForm
from jinguo.desk.accounts.proof import proven
from jinguo.desk.accounts.rights import TITLES, role_titles
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import actions, queries
from jinguo.org.models import ApiToken
from jinguo.org.roles import Capability

USUAL = timedelta(days=180)


@dataclass(frozen=True)
class ShownToken:
    """A token in words: through which post, where, with which rights, and how it stands."""

    id: UUID
    name: str
    post: str
    area: str
    rights: list[str]
    token: ApiToken
    is_good: bool


def shown_tokens(tokens: Iterable[ApiToken]) -> list[ShownToken]:
    """Return tokens as pages show them; those of today's good ones first."""
    now, titles = timezone.now(), role_titles()
    shown = [
        ShownToken(
            id=one.id,
            name=one.name,
            post=f"{one.post.unit.name} · {titles.get(one.post.role, one.post.role)}",
            area=one.area.name,
            rights=[str(TITLES.get(Capability(right), right)) for right in one.capabilities],
            token=one,
            is_good=one.is_good_at(now),
        )
        for one in tokens
    ]
    return sorted(shown, key=lambda one: not one.is_good)


@access(Capability.ORG_MAKE_TOKENS)
@require_http_methods(["GET", "POST"])
@proven(gettext_lazy("Let the program in"))
def make(request: DeskRequest) -> HttpResponse:
    """Let a program act through one of one's own posts, and show its secret, once."""
    today = timezone.localdate()
    posts = [
        post
        for post in queries.own_posts(request.actor, today)
        if request.actor.can(Capability.ORG_MAKE_TOKENS, post.unit.area_id)
    ]
    form = TokenForm(posted(request), posts=posts, initial={"expires_on": today + USUAL})
    if form.is_valid():
        with refused_into(form, request):
            token, secret = actions.make_token(
                actor=request.actor,
                post_id=UUID(form.cleaned_data["post"]),
                name=form.cleaned_data["name"],
                area=form.cleaned_data["area"],
                capabilities=form.cleaned_data["capabilities"],
                expires_on=form.cleaned_data["expires_on"],
                now=timezone.now(),
            )
            context = {"token": token, "secret": secret}
            return render_page(request, "desk/accounts/token-once.html", context)
    return render_page(
        request, "desk/accounts/make-token.html", {"form": form}, 422 if form.errors else 200
    )


@access(Capability.ORG_MAKE_TOKENS)
@require_POST
def revoke_own(request: DeskRequest, token_id: UUID) -> HttpResponse:
    """End the access of a program that acts through a post of one's own."""
    end(request, token_id)
    return redirect("desk:me")


@access(Capability.ORG_GRANT_POSTS)
@require_POST
def revoke(request: DeskRequest, account_id: UUID, token_id: UUID) -> HttpResponse:
    """End the access of a program that acts through a post of somebody else."""
    end(request, token_id)
    return redirect("desk:account", account_id)


def end(request: DeskRequest, token_id: UUID) -> None:
    token = actions.revoke_token(actor=request.actor, token_id=token_id, now=timezone.now())
    messages.success(request, _("%s has no access any more.") % token.name)
