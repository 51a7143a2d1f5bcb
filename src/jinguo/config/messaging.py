"""The settings of messages to people: who carries them, and when they may arrive."""

from __future__ import annotations

from datetime import time
from typing import Any, Literal

from pydantic import Field, Json, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

HTTPS = r"^https?://[^/\s]+$"
NONE = SecretStr("")


class Messaging(BaseSettings):
    """The part of the environment that messages need. Every channel is off until it is set up."""

    sms: Literal["off", "console", "recorded", "aliyun"] = Field(
        default="off",
        description="Who carries text messages: `console` prints them and `recorded` writes them into"
        " `messages.jsonl` of the var folder, both without sending; `aliyun` sends.",
    )
    sms_endpoint: str = Field(
        default="https://dysmsapi.aliyuncs.com",
        pattern=HTTPS,
        description="Aliyun SMS: its address.",
    )
    sms_key_id: str = Field(default="", description="Aliyun SMS: the AccessKey ID.")
    sms_key_secret: SecretStr = Field(default=NONE, description="Aliyun SMS: the AccessKey secret.")
    sms_sign: str = Field(
        default="", description="Aliyun SMS: the approved signature before every message."
    )
    sms_neutral_sign: str = Field(
        default="",
        description="Aliyun SMS: an approved signature that names no body, for sensitive matters. Empty:"
        " they are not sent as text messages.",
    )
    sms_templates: Json[dict[str, str]] = Field(
        default_factory=dict,
        validate_default=False,
        description='Aliyun SMS: its code of each of our templates, as JSON: `{"enrolled": "SMS_123"}`.'
        " What is not named here is not sent.",
    )
    wechat: Literal["off", "console", "recorded", "official-account"] = Field(
        default="off", description="Who carries WeChat messages; see `JINGUO_SMS`."
    )
    wechat_endpoint: str = Field(
        default="https://api.weixin.qq.com", pattern=HTTPS, description="WeChat: its address."
    )
    wechat_app_id: str = Field(default="", description="WeChat: AppID of the official account.")
    wechat_secret: SecretStr = Field(
        default=NONE, description="WeChat: AppSecret of the official account."
    )
    wechat_templates: Json[dict[str, dict[str, str]]] = Field(
        default_factory=dict,
        validate_default=False,
        description="WeChat: id and keywords of each of our templates, as JSON:"
        ' `{"enrolled": {"id": "…", "activity": "thing1", "starts": "time2"}}`.',
    )
    email: Literal["off", "console", "recorded", "smtp"] = Field(
        default="off", description="Who carries e-mail; see `JINGUO_SMS`."
    )
    email_host: str = Field(default="", description="Mail server.")
    email_port: int = Field(default=465, ge=1, description="Its port.")
    email_security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="How the connection to it is protected."
    )
    email_user: str = Field(default="", description="Account on it; empty: none is needed.")
    email_password: SecretStr = Field(default=NONE, description="Password of that account.")
    email_from: str = Field(default="", description="Sender of every mail, as `Name <address>`.")
    email_neutral_from: str = Field(
        default="",
        description="Sender that names no body, for sensitive matters. Empty: they are not sent by mail.",
    )
    quiet_from: time = Field(
        default=time(21),
        description="From this hour on no message is sent; it waits for the morning. [C]",
    )
    quiet_until: time = Field(
        default=time(8), description="Hour of the morning from which messages are sent. [C]"
    )

    @field_validator("quiet_until")
    @classmethod
    def _ends_before_it_begins(cls, until: time, info: ValidationInfo) -> time:
        if until >= info.data.get("quiet_from", time.max):
            raise ValueError("it must lie in the morning, before JINGUO_QUIET_FROM")
        return until

    @property
    def messages(self) -> dict[str, str]:
        """Who carries the messages of each channel."""
        return {"sms": self.sms, "wechat": self.wechat, "email": self.email}

    @property
    def aliyun(self) -> dict[str, Any]:
        return {
            "endpoint": self.sms_endpoint,
            "key_id": self.sms_key_id,
            "key_secret": self.sms_key_secret.get_secret_value(),
            "sign": self.sms_sign,
            "neutral_sign": self.sms_neutral_sign,
            "templates": self.sms_templates,
        }

    @property
    def official_account(self) -> dict[str, Any]:
        return {
            "endpoint": self.wechat_endpoint,
            "app_id": self.wechat_app_id,
            "secret": self.wechat_secret.get_secret_value(),
            "templates": self.wechat_templates,
        }

    @property
    def mail(self) -> dict[str, Any]:
        return {"sender": self.email_from, "neutral_sender": self.email_neutral_from}

    def missing(self) -> list[str]:
        """Return the variables without which a channel that is on cannot send."""
        needed = {
            "aliyun": ("sms_key_id", "sms_key_secret", "sms_sign"),
            "official-account": ("wechat_app_id", "wechat_secret"),
            "smtp": ("email_host", "email_from"),
        }
        on = [name for carrier in self.messages.values() for name in needed.get(carrier, ())]
        return [f"JINGUO_{name.upper()}" for name in on if getattr(self, name) in ("", NONE)]
