"""What happens when something happens: the tables from acts and facts to their handlers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy

from jinguo.activities import actions as activities
from jinguo.activities import helping
from jinguo.activities import queries as activity_queries
from jinguo.api import once
from jinguo.assess import actions as assess_actions
from jinguo.assess import handlers as assess
from jinguo.assess import queries as assess_queries
from jinguo.assess.models import Application
from jinguo.audit import actions as audit
from jinguo.core import trail
from jinguo.desk.accounts import sign_in_events
from jinguo.desk.erasures import emptying as desk
from jinguo.exchange import actions as exchange
from jinguo.exchange import background, queue
from jinguo.facts import actions as facts
from jinguo.facts import outbox
from jinguo.ledger import actions as ledger
from jinguo.members import actions as members
from jinguo.members import handlers as member_handlers
from jinguo.members import queries as member_queries
from jinguo.notices import actions as notices
from jinguo.notices import followers, listed
from jinguo.notices.messages import delivering, witnesses
from jinguo.notices.messages import requests as request_messages
from jinguo.org import actions as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import actions as people
from jinguo.people import answered, erasing, mergers
from jinguo.reports import sections as reports
from jinguo.sites import actions as sites
from jinguo.sites import handlers as site_handlers
from jinguo.sites import queries as site_queries
from jinguo.sites.models import Site

if TYPE_CHECKING:
    from procrastinate import App

# Kind of fact → the handler that reacts to it, after the commit, at least once.
service_attended = member_handlers.hours_of(activity_queries.service_sessions)
HANDLERS: dict[str, outbox.Handler] = {
    "activities.attended": service_attended,
    "activities.held": outbox.in_turn(
        site_handlers.session_held, member_handlers.session_held, service_attended
    ),
    "people.household": assess.household_left,
}

# Kind of thing on a notice → what its module does within the act that moves it there.
FOLLOWERS: dict[str, followers.Follower] = {
    Application.OBJECT_TYPE: assess_actions.follow_notice,
    Site.OBJECT_TYPE: sites.follow_notice,
}

# Kind of thing on a notice → what it is called there.
LISTED: dict[str, listed.Listed] = {
    Application.OBJECT_TYPE: assess_queries.LISTED,
    Site.OBJECT_TYPE: site_queries.LISTED,
}

# What the modules do within the act that makes one of two records of a person.
JOINERS: list[mergers.Joiner] = [activities.join_records, members.join_records]

# What each module keeps of persons, to be erased in this order: what refers to a record before the record.
PARTS: list[erasing.Part] = [
    desk.PART,
    activities.PART,
    assess_actions.PART,
    members.PART,
    sites.PART,
    notices.PART,
    ledger.PART,
    people.PART,
]


def connect() -> None:
    """Connect the ports of lower modules to the modules that serve them."""
    trail.connect(audit.append)
    reports.connect()
    outbox.connect(HANDLERS)
    followers.connect(FOLLOWERS)
    listed.connect(LISTED)
    helping.connect(member_queries.held_until)
    mergers.connect(JOINERS)
    erasing.connect(PARTS)
    answered.connect(request_messages.tell_of_answer)
    sign_in_events.connect()


def daily(hour: int, minute: int) -> str:
    """Return the times of what is done once a day, at a time of the installation's; the queue reads UTC."""
    zone = timezone.get_default_timezone()
    there = datetime.now(zone).utcoffset() or timedelta()
    at = (timedelta(hours=hour, minutes=minute) - there) % timedelta(days=1)
    return f"{at.seconds // 60 % 60} {at.seconds // 3600} * * *"


def register_tasks(app: App) -> None:
    """Add the background tasks and their times to the queue's registry."""

    # Three tasks, so that one that fails does not keep the others from their work.
    @app.periodic(cron="* * * * *")
    @app.task(name="facts.deliver", queueing_lock="facts.deliver")
    def deliver(timestamp: int) -> None:
        outbox.deliver(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron="* * * * *")
    @app.task(name="facts.roll-up", queueing_lock="facts.roll-up")
    def roll_up(timestamp: int) -> None:
        facts.roll_up()

    @app.periodic(cron="* * * * *")
    @app.task(name="audit.seal-links", queueing_lock="audit.seal-links")
    def seal_links(timestamp: int) -> None:
        audit.seal_links()

    @app.periodic(cron=daily(0, 5))
    @app.task(name="audit.seal-days", queueing_lock="audit.seal-days")
    def seal_days(timestamp: int) -> None:
        audit.seal_links()
        audit.seal_days(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="notices.mail-roots", queueing_lock="notices.mail-roots")
    def mail_roots(timestamp: int) -> None:
        witnesses.mail_roots(clock=timezone.now)

    @app.periodic(cron="* * * * *")
    @app.task(name="notices.send-messages", queueing_lock="notices.send-messages")
    def send_messages(timestamp: int) -> None:
        delivering.deliver(clock=timezone.now)

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="notices.ask-what-became", queueing_lock="notices.ask-what-became")
    def ask_what_became(timestamp: int) -> None:
        delivering.ask_what_became(clock=timezone.now)

    @app.task(name=queue.TASK, retry=RetryStrategy(max_attempts=queue.RETRIES, wait=5))
    def carry_out(kind: str, work: str) -> None:
        background.carry_out_apart(kind, work)

    @app.periodic(cron="* * * * *")
    @app.task(name="exchange.take-up", queueing_lock="exchange.take-up", pass_context=True)
    async def take_up(context: JobContext, timestamp: int) -> None:
        await queue.take_up_stalled(context.app.job_manager)

    @app.periodic(cron=daily(3, 10))
    @app.task(name="org.suspend-unused", queueing_lock="org.suspend-unused")
    def suspend_unused(timestamp: int) -> None:
        job = Actor.system("suspend-unused", Capability.ORG_MANAGE_ACCOUNTS)
        org.suspend_unused(actor=job, now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron="* * * * *")
    @app.task(name="activities.offer-freed-seats", queueing_lock="activities.offer-freed-seats")
    def offer_freed_seats(timestamp: int) -> None:
        job = Actor.system("offer-freed-seats")
        activities.offer_freed_seats(actor=job, now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 25))
    @app.task(name="activities.close-unbooked", queueing_lock="activities.close-unbooked")
    def close_unbooked(timestamp: int) -> None:
        job = Actor.system("close-unbooked")
        activities.close_unbooked(actor=job, now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(16, 30))
    @app.task(name="activities.remind", queueing_lock="activities.remind")
    def remind(timestamp: int) -> None:
        activities.remind(actor=Actor.system("remind"), now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 50))
    @app.task(name="activities.erase-stages", queueing_lock="activities.erase-stages")
    def erase_stages(timestamp: int) -> None:
        activities.erase_stages(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 15))
    @app.task(name="ledger.expire-points", queueing_lock="ledger.expire-points")
    def expire_points(timestamp: int) -> None:
        job = Actor.system("expire-points", Capability.PEOPLE_VIEW)
        ledger.expire_points(actor=job, now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 20))
    @app.task(name="sites.fall-dormant", queueing_lock="sites.fall-dormant")
    def fall_dormant(timestamp: int) -> None:
        job = Actor.system("sites-fall-dormant", Capability.SITES_VIEW)
        sites.fall_dormant(actor=job, now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(3, 30))
    @app.task(name="sites.erase-check-ins", queueing_lock="sites.erase-check-ins")
    def erase_check_ins(timestamp: int) -> None:
        sites.erase_check_ins(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(3, 45))
    @app.task(name="sites.erase-stray-pictures", queueing_lock="sites.erase-stray-pictures")
    def erase_stray_pictures(timestamp: int) -> None:
        sites.erase_stray_pictures(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 10))
    @app.task(name="notices.close-by-day", queueing_lock="notices.close-by-day")
    def close_notices(timestamp: int) -> None:
        notices.close_by_day(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(0, 12))
    @app.task(name="members.end-by-day", queueing_lock="members.end-by-day")
    def end_terms(timestamp: int) -> None:
        members.end_by_day(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron="35 * * * *")
    @app.task(name="members.tell-of-checks", queueing_lock="members.tell-of-checks")
    def tell_of_checks(timestamp: int) -> None:
        now = datetime.fromtimestamp(timestamp, UTC)
        with_minors = activity_queries.with_minors_to_come(None, now)
        members.tell_of_checks(with_minors=list(with_minors), now=now)

    @app.periodic(cron=daily(9, 15))
    @app.task(name="members.tell-of-ends", queueing_lock="members.tell-of-ends")
    def tell_of_ends(timestamp: int) -> None:
        members.tell_of_ends(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(3, 20))
    @app.task(name="exchange.erase-old-files", queueing_lock="exchange.erase-old-files")
    def erase_old_files(timestamp: int) -> None:
        exchange.erase_old_files(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(3, 30))
    @app.task(name="api.forget-answers", queueing_lock="api.forget-answers")
    def forget_answers(timestamp: int) -> None:
        once.forget_answers(now=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=daily(3, 40))
    @app.task(name="assess.erase-stray-photos", queueing_lock="assess.erase-stray-photos")
    def erase_stray_photos(timestamp: int) -> None:
        assess_actions.erase_stray_photos(now=datetime.fromtimestamp(timestamp, UTC))
