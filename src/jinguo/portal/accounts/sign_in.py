"""Coming in by a code sent to the phone, joining at the first visit, and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.identity import mask
from jinguo.core.web import posted
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.org.roles import Capability
from jinguo.people import actions, queries
from jinguo.people.actions import PersonIn
from jinguo.portal.accounts.codes import PhoneCode, sealed, unsealed
from jinguo.portal.accounts.forms import CodeForm, JoinForm, PhoneForm
from jinguo.portal.frame import own
from jinguo.portal.http import page, public, refused_into, unkept

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PORTAL = Actor.system(
    "portal", Capability.ORG_MANAGE_ACCOUNTS, Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT
)
PROVEN = "portal.phone"  # in the session of someone who joins: her phone, sealed
NEXT = "portal.next"


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for a phone and send a code to it, whether it has an account or not."""
    if request.user.is_authenticated:
        return redirect("portal:me")
    if request.method == "GET":
        request.session[NEXT] = own(request, request.GET.get("next", ""))
    form = PhoneForm(posted(request))
    if form.is_valid():
        with refused_into(form, field="phone"):
            PhoneCode.begin(request, form.cleaned_data["phone"])
            return redirect("portal:code")
    context = {"form": form, "has_wechat": settings.JINGUO_WECHAT_SIGN_IN}
    return unkept(page(request, "accounts/sign_in.html", context, status_of(form)))


@public
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """Take the code, and let her in or, at her first visit, ask who she is."""
    process = PhoneCode.resume(request)
    if process is None:
        messages.info(request, _("The code is over. Ask for a new one."))
        return redirect("portal:sign-in")
    form = CodeForm(posted(request))
    if form.is_valid():
        with refused_into(form, field="code"):
            phone = process.phone
            if process.proves(form.cleaned_data["code"]):
                return proven(request, phone)
            if process.is_over:
                messages.error(request, _("Five codes were wrong. Ask for a new one."))
                return redirect("portal:sign-in")
            form.add_error("code", _("This is not the code we sent. Compare the six digits."))
    context = {"form": form, "phone": mask(process.phone)}
    return unkept(page(request, "accounts/code.html", context, status_of(form)))


@public
@require_POST
def another_code(request: HttpRequest) -> HttpResponseBase:
    """Send a new code to the same phone."""
    process = PhoneCode.resume(request)
    if process is None:
        return redirect("portal:sign-in")
    PhoneCode.begin(request, process.phone)
    messages.success(request, _("A new code is on its way. The one before no longer counts."))
    return redirect("portal:code")


def proven(request: HttpRequest, phone: str) -> HttpResponseBase:
    """Let in who has shown that a phone is hers; who has no account yet says who she is first."""
    found = queries.find_resident_by_phone(phone)
    if found is not None:
        return let_in(request, found.account)
    request.session[PROVEN] = sealed(phone)
    return redirect("portal:join")


@public
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Ask who she is, and where she lives when the register does not know it; open her account."""
    if PROVEN not in request.session:
        return redirect("portal:sign-in")
    form = JoinForm(posted(request))
    if form.is_valid():
        phone = unsealed(request.session[PROVEN])
        person = PersonIn(phone=phone, **form.cleaned_data)
        known = queries.find_by_name_and_phone(person.name, phone)
        area = known.area_id if known else request.POST.get("village", "")
        if not area:
            return unkept(ask_where(request, form))
        with refused_into(form):
            found = actions.open_resident(
                actor=PORTAL, area=area, person=person, now=timezone.now()
            )
            return let_in(request, found.account)
    return unkept(page(request, "accounts/join.html", {"form": form}, status_of(form)))


def ask_where(request: HttpRequest, form: JoinForm) -> HttpResponse:
    """Ask for the town, then for the village or community in it: a button each."""
    today, town = timezone.localdate(), request.POST.get("town", "")
    towns = org.areas_below("", "township", today)
    chosen = next((one for one in towns if one.code == town), None)
    villages = org.areas_below(town, "village", today) if chosen else ()
    context = {"form": form, "town": chosen, "towns": towns, "villages": villages}
    return page(request, "accounts/where.html", context)


def let_in(request: HttpRequest, account: Account) -> HttpResponseBase:
    """Begin the session of an account, and go on to the page that was asked for."""
    if not account.is_active:
        messages.error(
            request, _("This account is closed. Ask the Women’s Federation of your town.")
        )
        return redirect("portal:sign-in")
    onward = request.session.get(NEXT, "")
    login(request, account, backend=BACKEND)
    for key in (PROVEN, NEXT):
        request.session.pop(key, None)
    return redirect(onward or "portal:me")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    return redirect("portal:home")


def status_of(form: JoinForm | PhoneForm | CodeForm) -> int:
    """Return 422 for a form that did not pass, else 200."""
    return 422 if form.errors else 200
