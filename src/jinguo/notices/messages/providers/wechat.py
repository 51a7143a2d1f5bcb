"""
Template messages of a WeChat official account.

https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic
from typing import Any

from jinguo.notices.messages.providers import http
from jinguo.notices.messages.providers.interface import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Sent,
)

EARLY = 300  # seconds before its end in which a token is asked for anew
TOKEN_REFUSED = (40001, 40014, 42001)
BUSY, QUOTA = -1, 45009  # both pass


class TokenRefused(Exception):
    """The account is not known so, or its secret is wrong."""


@dataclass
class OfficialAccount:
    """
    ``templates`` maps our templates to ``{"id": its template, our value: its keyword, …}``.

    The account's name stands over every message, so nothing sensitive goes this way.
    """

    endpoint: str
    app_id: str
    secret: str
    templates: Mapping[str, Mapping[str, str]]
    name: str = "wechat"
    repeats_known_for: timedelta = timedelta(minutes=10)  # client_msg_id
    _token: str = field(default="", repr=False)
    _token_ends: float = 0

    def refusal(self, outgoing: Outgoing) -> str:
        if outgoing.is_sensitive:
            return "shows-sender"
        return "" if outgoing.template in self.templates else "no-provider-template"

    def send(self, outgoing: Outgoing) -> Outcome:
        try:
            answer = self._send(outgoing, self._valid_token())
            if answer.get("errcode") in TOKEN_REFUSED:  # taken back before its time
                answer = self._send(outgoing, self._new_token())
        except http.NotReached:
            return NotSent("not-reached", may_retry=True)
        except TokenRefused as fault:
            return NotSent(str(fault), may_retry=True)
        except http.NoAnswer:
            return PerhapsSent("no-answer")
        code = answer.get("errcode")
        if code == 0:
            return Sent(str(answer.get("msgid", "")))
        return NotSent(f"wechat-{code}", may_retry=code in (BUSY, QUOTA))

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        return None  # it is told to an address of ours only, which an office's network rarely has

    def _send(self, outgoing: Outgoing, token: str) -> Any:
        known = self.templates[outgoing.template]
        body = {
            "touser": outgoing.address,
            "template_id": known["id"],
            "client_msg_id": str(outgoing.key),
            "data": {
                known[name]: {"value": value}
                for name, value in outgoing.values.items()
                if name in known
            },
        }
        return self._post(f"/cgi-bin/message/template/send?access_token={token}", body)

    def _valid_token(self) -> str:
        return self._token if monotonic() < self._token_ends - EARLY else self._new_token()

    def _new_token(self) -> str:
        """Ask for a token; the stable kind, which another process asking for one does not end."""
        body = {
            "grant_type": "client_credential", "appid": self.app_id, "secret": self.secret,
        }  # fmt: skip
        try:
            answer = self._post("/cgi-bin/stable_token", body)
        except http.NoAnswer as fault:  # of the token, not of the message
            raise http.NotReached(str(fault)) from fault
        if "access_token" not in answer:
            raise TokenRefused(f"wechat-{answer.get('errcode')}")
        self._token = str(answer["access_token"])
        self._token_ends = monotonic() + float(answer.get("expires_in", 0))
        return self._token

    def _post(self, path: str, body: Mapping[str, object]) -> Any:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        text = json.dumps(body, ensure_ascii=False).encode()
        return http.post(self.endpoint, path, headers=headers, body=text)
