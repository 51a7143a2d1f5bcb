"""The list of accounts, taken out as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.accounts.rights import role_titles
from jinguo.desk.accounts.views import found_accounts
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange.export import Column
from jinguo.org.models import Account
from jinguo.org.moves import Reach
from jinguo.org.roles import Capability


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_accounts(request: DeskRequest) -> FileResponse:
    """Send the accounts of the area as a workbook, with the posts they hold there today."""
    today, area = timezone.localdate(), exporting.area_asked(request)
    reach = exporting.reach_in(request.actor, area)
    found = found_accounts(request).filter(reach.as_q("posts__unit__area__code")).distinct()
    titles = role_titles()
    return exporting.taken_out(
        request,
        name="accounts",
        title=_("Accounts and posts"),
        columns=[
            Column("name", _("Name")),
            Column("username", _("User name")),
            Column("posts", _("Posts in force"), width=48),
            Column("state", _("State")),
        ],
        rows=(
            (one.name, one.username, posts_of(one, reach, today, titles), state_of(one))
            for one in found.iterator(exporting.AT_ONCE)
        ),
        area=area,
        object_type="org.account",
    )


def posts_of(account: Account, reach: Reach, today: date, titles: Mapping[str, str]) -> str:
    """Return the posts in force within reach, in one cell."""
    return "；".join(
        f"{post.unit.name} · {titles[post.role]}"
        for post in account.posts.all()
        if today in post.period and post.taken_back_at is None and reach.covers(post.unit.area_id)
    )


def state_of(account: Account) -> str:
    """Return whether an account is in use, as the list says it."""
    if not account.is_active:
        return _("Disabled")
    return _("Not yet used") if account.must_change_password else _("In use")
