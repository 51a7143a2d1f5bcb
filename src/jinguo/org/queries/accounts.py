from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import Account, ApiToken, AreaSuccession, Post, Unit
from jinguo.org.moves import Moves
from jinguo.org.queries.areas import moves_on
from jinguo.org.roles import Capability, roles


def actor_for(account: Account, *, on: date, session: str = "", address: str = "") -> Actor:
    """Return the account acting through the posts it holds on the day; one query."""
    held = list(
        Post.objects.held_on(on)
        .filter(account=account)
        .select_related("unit")
        .order_by("unit__area_id", "role")
        .annotate(moves=moves_as_value(on))
    )
    is_resident = account.kind == Account.Kind.RESIDENT
    return Actor(
        # What she does is kept longer than her name may be, so that it names a resident by her account.
        name=account.username if is_resident else account.name or account.username,
        account_id=account.id,
        posts=tuple(
            ActivePost(post.role, post.unit_id, post.unit.name, post.unit.area_id) for post in held
        )
        if account.is_active
        else (),
        on=on,
        moves=read_moves(held),
        session=session,
        address=address,
    )


def actor_of_post(post: Post, *, on: date) -> Actor:
    """
    Return the actor that whoever holds a post is through it alone, on a day.

    To show what work a post brings; nothing is done with it. The post and its unit must be loaded.
    """
    held = ActivePost(post.role, post.unit_id, post.unit.name, post.unit.area_id)
    return Actor(
        name=post.account.name, account_id=post.account_id, posts=(held,), on=on, moves=moves_on(on)
    )


def read_moves(held: Sequence[Post | ApiToken]) -> Moves:
    """Return the successions that came with rows annotated by :func:`moves_as_value`."""
    found: list[dict[str, str]] = held[0].moves if held else []  # type: ignore[union-attr]
    return Moves(tuple((one["earlier"], one["later"]) for one in found))


def moves_as_value(on: date) -> ArraySubquery:
    """Return the successions of a day as one value, so that an actor needs no second query."""
    moved = AreaSuccession.objects.filter(effective_on__lte=on).order_by("earlier")
    return ArraySubquery(moved.values(pair=JSONObject(earlier="earlier", later="later")))


def accounts(actor: Actor) -> QuerySet[Account]:
    """
    Return the staff accounts with a post, past or present, within the actor's reach, and those without any.

    Ordered by name; posts and their units are fetched with them.
    """
    reach = actor.reach(Capability.ORG_VIEW)
    if not reach:
        return Account.objects.none()
    posts = Post.objects.select_related("unit").order_by("-period")
    return (
        Account.objects.of_staff()
        .filter(
            Q(id__in=Post.objects.filter(reach.as_q("unit__area__code")).values("account"))
            | Q(posts__isnull=True)
        )
        .prefetch_related(Prefetch("posts", queryset=posts))
        .order_by("name", "username")
        .distinct()
    )


def get_account(actor: Actor, account_id: UUID, *, lock: bool = False) -> Account:
    """
    Return one account within reach.

    :raises NotFound: no such account, or none this actor may see
    """
    found = accounts(actor).filter(id=account_id).first()
    if found is None:
        raise NotFound(_("There is no such account."))
    return Account.objects.select_for_update().get(id=account_id) if lock else found


def account_of(account_id: UUID) -> Account | None:
    """Return an account by id for its own owner's use, or None."""
    return Account.objects.filter(id=account_id).first()


def find_account(username: str) -> Account | None:
    """Return the account of a user name, letter case ignored, or None."""
    return Account.objects.filter(username__iexact=username).first()


def posts_of(actor: Actor, account_id: UUID) -> QuerySet[Post]:
    """Return the posts of one account within reach, the newest first."""
    return (
        Post.objects.filter(
            actor.reach(Capability.ORG_VIEW).as_q("unit__area__code"), account=account_id
        )
        .select_related("unit", "unit__area")
        .order_by("-period")
    )


def own_posts(actor: Actor, on: date) -> QuerySet[Post]:
    """Return the posts the actor holds on a day, with their units, by area."""
    held = Post.objects.held_on(on).filter(account=actor.account_id)
    return held.select_related("unit").order_by("unit__area_id", "role")


def posts_before(actor: Actor, on: date) -> list[Post]:
    """
    Return the posts whose work came to the actor: those hers follow on a day, and those these followed.

    One query where she took nothing over, one more for each holder before her.
    """
    held = Post.objects.held_on(on).filter(account=actor.account_id, follows__isnull=False)
    found = [post.follows for post in held.select_related("follows") if post.follows]
    for post in found:  # which grows while it is walked
        if post.follows:
            found.append(post.follows)
    return found


def get_post(actor: Actor, post_id: UUID, *, lock: bool = False) -> Post:
    """
    Return one post within reach, with its unit.

    :raises NotFound: no such post, or none this actor may see
    """
    found = Post.objects.filter(actor.reach(Capability.ORG_VIEW).as_q("unit__area__code"))
    if lock:
        found = found.select_for_update(of=("self",))
    post = found.select_related("unit").filter(id=post_id).first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post


def units(actor: Actor, capability: Capability = Capability.ORG_VIEW) -> QuerySet[Unit]:
    """Return the units of the areas in which the actor holds a right, by area code."""
    return (
        Unit.objects.filter(actor.reach(capability).as_q("area__code"))
        .select_related("area")
        .order_by("area_id", "name")
    )


def get_unit(actor: Actor, unit_id: UUID) -> Unit:
    """
    Return one unit within reach.

    :raises NotFound: no such unit, or none this actor may see
    """
    unit = units(actor).filter(id=unit_id).first()
    if unit is None:
        raise NotFound(_("There is no such unit."))
    return unit


def holders(capability: Capability, area: str, on: date) -> QuerySet[Account]:
    """
    Return the open accounts that hold a right on a day in an area: all of it, or a part of it.

    Ordered by name.
    """
    able = [role.id for role in roles().values() if capability in role.capabilities]
    over = [area[:width] for width in range(len(area) + 1)]
    posts = Post.objects.held_on(on).filter(
        Q(unit__area__in=over) | Q(unit__area__code__startswith=area), role__in=able
    )
    return Account.objects.filter(id__in=posts.values("account"), is_active=True).order_by(
        "name", "username"
    )


def places_of(account: Account, on: date) -> list[str]:
    """Return the codes of the areas an account has posts in on a day."""
    held = Post.objects.held_on(on).filter(account=account)
    return sorted(set(held.values_list("unit__area_id", flat=True)))


def own_sessions(account: Account) -> list[UserSession]:
    """Return an account's open sessions for its own owner's use, the last used first."""
    found = UserSession.objects.purge_and_list(account)
    return sorted(found, key=lambda one: one.last_seen_at, reverse=True)
