"""Accounts, posts and roles; one's own account; the first password."""

from __future__ import annotations

from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from jinguo.core.errors import Refused
from jinguo.core.language import in_language
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.forms import (
    GrantPostForm,
    OpenAccountForm,
    OpenUnitForm,
    PasswordForm,
    ReasonForm,
)
from jinguo.desk.accounts.proof import proven
from jinguo.desk.accounts.rights import TITLES, role_titles
from jinguo.desk.accounts.tokens import shown_tokens
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import actions, policies, queries
from jinguo.org.models import Account
from jinguo.org.roles import Capability, roles

A_PAGE = 50


@access(Capability.ORG_VIEW)
@require_GET
def accounts(request: DeskRequest) -> HttpResponse:
    """List the accounts within reach."""
    page = Paginator(found_accounts(request), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "name": name_asked(request),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "titles": role_titles(),
        "today": timezone.localdate(),
        "refusal": refusal(policies.check_manage_accounts, request.actor),
    }
    return render_page(request, "desk/accounts/accounts.html#rows", context)


def found_accounts(request: DeskRequest) -> QuerySet[Account]:
    """Return the accounts within reach whose name or user name has what the address asks for."""
    found, name = queries.accounts(request.actor), name_asked(request)
    return found.filter(Q(name__icontains=name) | Q(username__icontains=name)) if name else found


def name_asked(request: DeskRequest) -> str:
    """Return the part of a name that the address asks for; empty for none."""
    return request.GET.get("name", "").strip()


@access(Capability.ORG_MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def open_account(request: DeskRequest) -> HttpResponse:
    """Open an account and show its one-time password, once."""
    form = OpenAccountForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            account, password = actions.open_account(
                actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
            context = {"account": account, "password": password}
            return render_page(request, "desk/accounts/password-once.html", context)
    return render_page(
        request, "desk/accounts/open.html", {"form": form}, 422 if form.errors else 200
    )


@access(Capability.ORG_MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def open_unit(request: DeskRequest) -> HttpResponse:
    """Open a unit, in which posts can be given from then on."""
    form = OpenUnitForm(posted(request), actor=request.actor, on=timezone.localdate())
    if form.is_valid():
        with refused_into(form, request, field="name"):
            unit = actions.open_unit(
                actor=request.actor,
                area=form.cleaned_data["area"].code,
                kind=form.cleaned_data["kind"],
                name=form.cleaned_data["name"],
                now=timezone.now(),
            )
            messages.success(
                request, _("%s is open. Posts can be given in it from now on.") % unit.name
            )
            return redirect("desk:accounts")
    return render_page(
        request, "desk/accounts/open-unit.html", {"form": form}, 422 if form.errors else 200
    )


@access(Capability.ORG_VIEW)
@require_GET
def account(request: DeskRequest, account_id: UUID) -> HttpResponse:
    """Show one account with its posts and what may be done with it."""
    return account_page(request, account_id)


def account_page(
    request: DeskRequest,
    account_id: UUID,
    status: int = 200,
    *,
    end: tuple[UUID, ReasonForm] | None = None,
    **more: object,
) -> HttpResponse:
    """Return the page of an account, with a form that did not pass; ``end`` is one of a post by its id."""
    found = queries.get_account(request.actor, account_id)
    today, posts = timezone.localdate(), queries.posts_of(request.actor, account_id)
    asked = dict([end]) if end else {}
    context = {
        "account": found,
        "posts": [(post, asked.get(post.id) or end_form(post.id)) for post in posts],
        "can_end": {post.id for post in posts if post.can_end_on(today)},
        "titles": role_titles(),
        "form": GrantPostForm(actor=request.actor, initial={"from_on": today}),
        "disable": ReasonForm(),
        "today": today,
        "tokens": shown_tokens(queries.tokens_of(request.actor, account_id)),
        "can_revoke": request.actor.can(Capability.ORG_GRANT_POSTS),
        "suspend_days": settings.JINGUO_SUSPEND_DAYS,
        "manage_refusal": refusal(policies.check_manage_accounts, request.actor)
        or refusal(policies.check_not_oneself, request.actor, account_id)
        or refusal(policies.check_not_emptied, found),
        "grant_refusal": refusal(policies.check_not_oneself, request.actor, account_id)
        or (
            None
            if request.actor.can(Capability.ORG_GRANT_POSTS)
            else _("The security administrator gives and ends posts.")
        ),
    }
    return render_page(request, "desk/accounts/account.html", {**context, **more}, status)


def end_form(post_id: UUID, data: QueryDict | None = None) -> ReasonForm:
    """Return the form that ends a post; each post of a page has one."""
    return ReasonForm(data, auto_id=f"end-{post_id}-%s")


@access(Capability.ORG_GRANT_POSTS)
@require_POST
@proven(gettext_lazy("Give the post"))
def grant(request: DeskRequest, account_id: UUID) -> HttpResponse:
    """Give an account a post."""
    form = GrantPostForm(request.POST, actor=request.actor)
    if form.is_valid():
        with refused_into(form, request):
            actions.grant_post(
                actor=request.actor,
                account_id=account_id,
                role=form.cleaned_data["role"],
                unit_id=form.cleaned_data["unit"].id,
                from_on=form.cleaned_data["from_on"],
                to_on=form.cleaned_data["to_on"],
                now=timezone.now(),
            )
            messages.success(request, _("The post is given."))
            return redirect("desk:account", account_id)
    return account_page(request, account_id, 422, form=form)


@access(Capability.ORG_GRANT_POSTS)
@require_POST
def end_post(request: DeskRequest, account_id: UUID, post_id: UUID) -> HttpResponse:
    """End a post from today on; one that begins today or later is taken back."""
    form = end_form(post_id, request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.end_post(
                actor=request.actor, post_id=post_id, on=timezone.localdate(),
                reason=form.cleaned_data["reason"], now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The post has ended; open sessions have lost it."))
            return redirect("desk:account", account_id)
    return account_page(request, account_id, 422, end=(post_id, form))


@access(Capability.ORG_MANAGE_ACCOUNTS)
@require_POST
def disable(request: DeskRequest, account_id: UUID) -> HttpResponse:
    """Close an account's way in."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.disable_account(
                actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The account is disabled and its sessions have ended."))
            return redirect("desk:account", account_id)
    return account_page(request, account_id, 422, disable=form)


@access(Capability.ORG_MANAGE_ACCOUNTS)
@require_POST
def enable(request: DeskRequest, account_id: UUID) -> HttpResponse:
    """Open a disabled account again."""
    actions.enable_account(actor=request.actor, account_id=account_id, now=timezone.now())
    messages.success(request, _("The account is open again."))
    return redirect("desk:account", account_id)


@access(Capability.ORG_MANAGE_ACCOUNTS)
@require_POST
def reset(request: DeskRequest, account_id: UUID) -> HttpResponse:
    """Give a new one-time password and show it, once."""
    password = actions.reset_password(
        actor=request.actor, account_id=account_id, now=timezone.now()
    )
    context = {"account": queries.get_account(request.actor, account_id), "password": password}
    return render_page(request, "desk/accounts/password-once.html", context)


@access(Capability.ORG_VIEW)
@require_GET
def role_table(request: DeskRequest) -> HttpResponse:
    """Show every role and what it may do."""
    rows = [
        {
            "id": role.id,
            "title": in_language(role.title, role.title_en),
            "description": in_language(role.description, role.description_en),
            "rights": [title for right, title in TITLES.items() if right in role.capabilities],
        }
        for role in roles().values()
    ]
    return render_page(request, "desk/accounts/roles.html", {"rows": rows})


@access(None)
@require_GET
def me(request: DeskRequest) -> HttpResponse:
    """Show one's own account: posts, second step, open sessions."""
    context = {
        "account": request.user,
        "titles": role_titles(),
        "sessions": queries.own_sessions(request.user),
        "current": request.session.session_key,
        "has_second_step": request.user.authenticator_set.exists(),  # type: ignore[attr-defined]
        "is_required": settings.JINGUO_SECOND_FACTOR == "required",
        "tokens": shown_tokens(queries.tokens_of(request.actor, request.user.id)),
        "can_make_tokens": request.actor.can(Capability.ORG_MAKE_TOKENS),
    }
    return render_page(request, "desk/accounts/me.html", context)


@access(None)
@require_POST
def end_sessions(request: DeskRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    actions.end_other_sessions(actor=request.actor)
    messages.success(request, _("All other sessions have ended."))
    return redirect("desk:me")


@access(None)
@require_http_methods(["GET", "POST"])
def password(request: DeskRequest) -> HttpResponse:
    """Replace the one-time password, or change one's own."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    is_first = request.user.must_change_password
    form = PasswordForm(posted(request), is_first=is_first)
    if form.is_valid():
        with refused_into(form, request):
            check_pace(request)
            account = actions.replace_password(
                actor=request.actor,
                current=form.cleaned_data.get("current", ""),
                password=form.cleaned_data["password"],
                now=timezone.now(),
            )
            update_session_auth_hash(request, account)
            messages.success(request, _("The password is yours now."))
            return redirect("desk:home")
    context = {"form": form, "is_first": is_first}
    return render_page(request, "desk/accounts/password.html", context, 422 if form.errors else 200)


def check_pace(request: DeskRequest) -> None:
    """
    Pass what does not come so fast that it may be guessing.

    :raises Refused: more than five times in a minute
    """
    if not ratelimit.consume(request, action="change_password", user=request.user):
        raise Refused(_("Too many attempts. Wait a minute, then try again."))


# Keeps the language in a cookie, and goes back to the page named as ``next`` if it is one of ours.
language = access(None)(require_POST(set_language))
