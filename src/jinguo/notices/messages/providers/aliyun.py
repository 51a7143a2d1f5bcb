"""
Text messages over Aliyun SMS (dysmsapi 2017-05-25), signed by its method V3 (ACS3-HMAC-SHA256).

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from jinguo.notices.messages.providers import http
from jinguo.notices.messages.providers.interface import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Sent,
)

VERSION = "2017-05-25"
TEMPORARY = ("isp.", "Throttling", "isv.BUSINESS_LIMIT_CONTROL", "isv.AMOUNT_NOT_ENOUGH")
"""Beginnings of codes after which the same message may go out later."""
ARRIVED, REJECTED = 3, 2  # SendStatus; 1 while the carrier has not said


@dataclass(frozen=True)
class AliyunSms:
    """
    ``templates`` maps our templates to those the provider approved, whose variables are named as ours.

    ``sign`` stands before every message in 【】. Sensitive ones have ``neutral_sign``, which names no body;
    without one they do not go out.
    """

    endpoint: str
    key_id: str
    key_secret: str
    sign: str
    neutral_sign: str
    templates: Mapping[str, str]
    name: str = "aliyun"
    repeats_known_for: timedelta = timedelta(0)  # SendSms has no key of the sender's

    def refusal(self, outgoing: Outgoing) -> str:
        if outgoing.template not in self.templates:
            return "no-provider-template"
        return "shows-sender" if outgoing.is_sensitive and not self.neutral_sign else ""

    def send(self, outgoing: Outgoing) -> Outcome:
        try:
            answer = self._call(
                "SendSms",
                PhoneNumbers=outgoing.address,
                SignName=self.neutral_sign if outgoing.is_sensitive else self.sign,
                TemplateCode=self.templates[outgoing.template],
                TemplateParam=json.dumps(outgoing.values, ensure_ascii=False),
                OutId=str(outgoing.key),
            )
        except http.NotReached:
            return NotSent("not-reached", may_retry=True)
        except http.NoAnswer:
            return PerhapsSent("no-answer")
        code = str(answer.get("Code", ""))
        if code == "OK":
            return Sent(str(answer.get("BizId", "")))
        return NotSent(code, may_retry=code.startswith(TEMPORARY))

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        try:
            answer = self._call(
                "QuerySendDetails", PhoneNumber=address, BizId=provider_id,
                SendDate=f"{on:%Y%m%d}", PageSize="1", CurrentPage="1",
            )  # fmt: skip
        except (http.NotReached, http.NoAnswer):
            return None
        for one in answer.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", []):
            if one["SendStatus"] == ARRIVED:
                return Sent(provider_id)
            if one["SendStatus"] == REJECTED:
                return NotSent(str(one.get("ErrCode", "")) or "rejected", may_retry=False)
        return None

    def _call(self, action: str, **parameters: str) -> Any:
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in sorted(parameters.items())
        )
        headers = {
            "host": urlsplit(self.endpoint).netloc,
            "x-acs-action": action,
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-version": VERSION,
        }
        signed = headers | {"Authorization": self._authorization(query, headers)}
        return http.post(self.endpoint, f"/?{query}", headers=signed)

    def _authorization(self, query: str, headers: Mapping[str, str]) -> str:
        """Return the header that proves who asks; ``headers`` are all those that are signed."""
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = f"POST\n/\n{query}\n{lines}\n{names}\n{headers['x-acs-content-sha256']}"
        digest = hashlib.sha256(request.encode()).hexdigest()
        to_sign = f"ACS3-HMAC-SHA256\n{digest}".encode()
        signature = hmac.new(self.key_secret.encode(), to_sign, hashlib.sha256).hexdigest()
        return (
            f"ACS3-HMAC-SHA256 Credential={self.key_id},SignedHeaders={names},Signature={signature}"
        )
