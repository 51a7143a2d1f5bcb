"""The tables of notices with their objections, and of messages with the ways they may take."""

from __future__ import annotations

from jinguo.notices.models.contacts import Channel, Purpose, SafeContact
from jinguo.notices.models.messages import InboxMessage, Message, MessageChange, MessageQuerySet
from jinguo.notices.models.notices import Change, Entry, Notice, NoticeQuerySet, Objection
from jinguo.notices.models.root_mails import RootMail

__all__ = [
    "Change",
    "Channel",
    "Entry",
    "InboxMessage",
    "Message",
    "MessageChange",
    "MessageQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Objection",
    "Purpose",
    "RootMail",
    "SafeContact",
]
