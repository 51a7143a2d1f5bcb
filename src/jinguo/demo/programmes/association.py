"""The association of women founders: who joins, who holds which office, and what its directory shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from stdnum.cn import uscc

from jinguo.demo.cast import DISTRICT
from jinguo.demo.player import Player, noon
from jinguo.members import actions
from jinguo.members.actions import MembershipIn, Vote
from jinguo.members.models import Body, Membership, Office

FOUNDED = date(2020, 3, 8)
MEMBERS, TURNED_DOWN_IN_EVERY, SILENT_IN_EVERY = 24, 9, 6
PRIVATE_IN_EVERY = 7  # shown to the federation alone
CONDITIONS = ("founder", "a-year", "credit", "charter")
CHECKED, MET = timedelta(days=6), timedelta(days=20)  # after the application
COUNCIL = 15
CHARTER = (
    "第一条 本会由西海岸新区女性创办人和女性负责的企业自愿结成，受区妇联指导。\n"
    "第二条 会员经秘书处核对、理事会过半数通过后入会，退会自由。\n"
    "第三条 本会组织互助、培训和产品推介，会员名录只列本人同意公开的内容。"
)
FIRMS = (
    ("海韵家政服务有限公司", "月嫂、育儿嫂和老人陪护，员工多为返乡妇女"),
    ("渔家绣坊工艺品有限公司", "渔家绣、海草编和非遗体验课"),
    ("蓝莓姐妹农业合作社", "蓝莓鲜果、果酱，接待亲子采摘"),
    ("云帆电子商务有限公司", "农产品直播带货和主播培训"),
    ("锦绣服饰有限公司", "工作服和校服定制，家门口缝纫车间"),
    ("面花房食品有限公司", "胶东花饽饽、喜饼和节令面食"),
    ("茶山书院文化有限公司", "绿茶、茶艺培训和女性读书会"),
    ("小海星托育有限公司", "三岁以下托育和家长课堂"),
)
TRADES = (
    "手工皂和香薰",
    "手作皮具",
    "儿童摄影",
    "烘焙和下午茶",
    "花艺和婚礼布置",
    "瑜伽和产后恢复",
)
CONTACT = "0532-12345678"
TITLES = (
    Office.Title.PRESIDENT,
    Office.Title.VICE_PRESIDENT,
    Office.Title.VICE_PRESIDENT,
    Office.Title.SECRETARY,
)
ELECTED = date(2020, 5, 16)
LATE = timedelta(days=12)  # before today


def play_association(player: Player, some: Sequence[UUID], today: date) -> None:
    """
    Found the association; most who apply are voted in, as persons or for their firm.

    Some of them hold its offices, and most let the directory show what they do. One has applied lately.
    """
    *founders, newcomer = some
    body = actions.found_body(
        actor=player.district, programme="entrepreneurs", area=DISTRICT, now=noon(FOUNDED),
        name="西海岸新区巾帼创业者协会", founded_on=FOUNDED,
    )  # fmt: skip
    actions.adopt_charter(
        actor=player.district, body_id=body.id, charter=CHARTER, adopted_on=FOUNDED, now=noon(FOUNDED)
    )  # fmt: skip
    members = [
        member
        for number, person in enumerate(founders)
        if (member := take_in(player, body, person, number)).state == Membership.State.ADMITTED
    ]
    for member, title in zip(members, TITLES, strict=False):
        actions.take_office(
            actor=player.district, membership_id=member.id, title=title, on=ELECTED,
            now=noon(ELECTED),
        )  # fmt: skip
    for number, member in enumerate(members):
        if number % SILENT_IN_EVERY != SILENT_IN_EVERY - 1:
            show(player, member, number)
    apply(player, body, newcomer, len(founders), today - LATE)


def take_in(player: Player, body: Body, person: UUID, number: int) -> Membership:
    """Take an application through the check to the council's vote."""
    applied = FOUNDED + timedelta(days=3 + number)
    one, checked, met = (
        apply(player, body, person, number, applied),
        applied + CHECKED,
        applied + MET,
    )
    actions.check_application(
        actor=player.district, membership_id=one.id, on=checked, now=noon(checked),
        conditions=CONDITIONS,
    )  # fmt: skip
    votes = 3 if number % TURNED_DOWN_IN_EVERY == 0 else 11
    return actions.record_vote(
        actor=player.district, membership_id=one.id, now=noon(met),
        vote=Vote(
            meeting_on=met, votes_for=votes, votes_against=COUNCIL - votes, votes_abstained=0
        ),
    )  # fmt: skip


def apply(player: Player, body: Body, person: UUID, number: int, on: date) -> Membership:
    """Take down that a woman applies, for the next firm as long as there is one, else for herself."""
    firm = number // 2
    unit = (
        {
            "kind": Membership.Kind.UNIT,
            "enterprise": FIRMS[firm][0],
            "uscc": invented(FIRST_CODE + firm),
        }
        if number % 2 and firm < len(FIRMS)
        else {}
    )
    return actions.apply(
        actor=player.district, on=on, now=noon(on),
        application=MembershipIn(body_id=body.id, person_id=person, **unit),
    )  # fmt: skip


def invented(number: int) -> str:
    """Return a social credit code that checks and that nobody bears."""
    body = f"91370211MA3XK{number:04d}"
    return body + uscc.calc_check_digit(body)


FIRST_CODE = 100  # the codes before are of those who have stalls at fairs


def show(player: Player, member: Membership, number: int) -> None:
    """Let the directory show what a member does, as she agreed to."""
    does = dict(FIRMS).get(member.enterprise) or TRADES[number % len(TRADES)]
    actions.list_in_directory(
        actor=player.district, membership_id=member.id, products=does, contact=CONTACT,
        agreed_on=ELECTED, now=noon(ELECTED), is_public=number % PRIVATE_IN_EVERY != PRIVATE_IN_EVERY - 1,
    )  # fmt: skip
