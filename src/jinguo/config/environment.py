"""Every setting an installation may change, typed, read from the environment (``JINGUO_…``)."""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import psycopg
from django.core.exceptions import ValidationError as InvalidAddress
from django.core.validators import validate_email
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from jinguo.config.faults import SettingError, sentences
from jinguo.config.messaging import Messaging
from jinguo.core import postgres

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
DATABASE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")


def networks(text: str) -> list[IPv4Network | IPv6Network]:
    """
    Return the addresses and networks of a list by commas.

    :raises ValueError: one of them is neither
    """
    return [ip_network(part) for part in by_commas(text)]


def by_commas(text: str) -> list[str]:
    """Return the parts of a list by commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class Environment(Messaging):
    """The environment of one installation. Every field has a default fit for real use."""

    # A variable that is set to nothing says nothing: its default holds.
    model_config = SettingsConfigDict(env_prefix="JINGUO_", extra="ignore", env_ignore_empty=True)

    var: Path = Field(
        default=CHECKOUT / "var" if (CHECKOUT / "pyproject.toml").exists() else Path.cwd() / "var",
        description="Folder of everything this installation writes: database, keys, files.",
    )
    database: str = Field(
        default="jinguo", description="Name of the database in the embedded server."
    )
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Address of a PostgreSQL 15 or newer; empty means the embedded server.",
    )
    debug: bool = Field(
        default=False, description="Show errors in the browser. Never for real use."
    )
    hosts: str = Field(
        default="127.0.0.1,localhost", description="Host names the server answers to, by commas."
    )
    https: bool = Field(
        default=False, description="Served over HTTPS: secure cookies, HSTS, redirects."
    )
    public_address: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="Where the public finds this server, as `https://host`; printed in the codes of plaques."
        " Empty: the address the browser of whoever prints them used.",
    )
    wechat_sign_in: bool = Field(
        default=False,
        description="Whether residents may sign in with WeChat, over the official account of"
        " `JINGUO_WECHAT_APP_ID` and `JINGUO_WECHAT_SECRET`; its web domain must be this server's.",
    )
    quick_exit: str = Field(
        default="https://www.weather.com.cn/",
        pattern=r"^https?://[^/\s]+/?\S*$",
        description="Where the quick way out of a sensitive public page leads: a page anyone might have"
        " open, that has nothing to do with the federation.",
    )
    proxies: str = Field(
        default="",
        description="Addresses or networks of the reverse proxies in front, by commas. Only what comes"
        " from there is believed about the client's address and HTTPS; empty means no proxy.",
    )
    second_factor: Literal["required", "offered"] = Field(
        default="required", description="Whether staff must use a second factor to sign in."
    )
    cipher: Literal["AES-256-GCM", "SM4-GCM"] = Field(
        default="AES-256-GCM",
        description="Cipher for newly sealed fields, files, backups and shares of keys; both are always"
        " readable.",
    )
    witnesses: str = Field(
        default="",
        description="Mail addresses of the witnesses of the audit trail, by commas: each gets the root of"
        " every finished day over `JINGUO_EMAIL`. Empty: the roots are handed out by hand.",
    )
    keys: Path | None = Field(
        default=None, description="File of the key ring; default `keys.json` in the var folder."
    )
    packs: Path = Field(
        default=CHECKOUT / "packs" if (CHECKOUT / "packs").exists() else PACKAGE / "packs",
        description="Folder in which packs named by a bare name are looked for.",
    )
    scanner: str = Field(
        default="",
        description="Command of a virus scanner, as `clamdscan --no-summary -`: it gets each upload on its"
        " input and ends with 0 for clean, 1 for harmful. While it fails nothing is taken in; empty"
        " means none.",
    )
    tianditu_key: str = Field(
        default="",
        description="Key of 天地图 for browsers. With it the maps of sites show their streets, and ask"
        " that server for them; empty: the sites stand on a plain ground.",
    )
    time_zone: str = Field(default="Asia/Shanghai", description="The zone in which days begin.")
    unmask_limit: int = Field(
        default=30, ge=0, description="Values one account may reveal in a day."
    )
    suspend_days: int = Field(
        default=90, ge=1, description="Days without a sign-in after which an account is suspended."
    )
    consent_pause_days: int = Field(
        default=180,
        ge=0,
        description="Days after someone withdrew a consent in which she is not asked for it again.",
    )
    api_calls: int = Field(
        default=300, ge=1, description="Calls a program may make with one token in a minute."
    )
    proof_minutes: int = Field(
        default=15,
        ge=1,
        description="Minutes after a sign-in, or a password or code given again, in which lists are"
        " exported, values revealed and posts given without asking for it once more.",
    )

    @field_validator("var")
    @classmethod
    def _is_folder(cls, var: Path) -> Path:
        if var.exists() and not var.is_dir():
            raise ValueError("it must be a folder, and this is a file")
        return var

    @field_validator("database")
    @classmethod
    def _is_name(cls, name: str) -> str:
        if not DATABASE_NAME.fullmatch(name):
            raise ValueError("it must be a name of letters, digits, - and _")
        return name

    @field_validator("database_url")
    @classmethod
    def _is_address(cls, address: str) -> str:
        try:
            parts = urlsplit(address)
            conninfo_to_dict(address)
            is_sound = parts.scheme in ("postgresql", "postgres") and parts.port != 0
        except (ValueError, psycopg.ProgrammingError):
            is_sound = False
        if address and not is_sound:
            raise ValueError("it must be an address like postgresql://user:password@host:5432/name")
        return address

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as fault:
            raise ValueError("it must be the name of a time zone like Asia/Shanghai") from fault
        return zone

    @field_validator("witnesses")
    @classmethod
    def _names_mailboxes(cls, text: str) -> str:
        for address in by_commas(text):
            try:
                validate_email(address)
            except InvalidAddress as fault:
                raise ValueError("it must be mail addresses with commas between them") from fault
        return text

    @property
    def witness_addresses(self) -> list[str]:
        return by_commas(self.witnesses)

    @field_validator("proxies")
    @classmethod
    def _names_networks(cls, text: str) -> str:
        if any(network.prefixlen == 0 for network in networks(text)):
            raise ValueError("a proxy that is every address would let anyone name her own address")
        return text

    @property
    def proxy_networks(self) -> list[IPv4Network | IPv6Network]:
        return networks(self.proxies)

    @property
    def key_file(self) -> Path:
        return self.keys or self.var / "keys.json"

    @property
    def cluster(self) -> postgres.Cluster:
        return postgres.cluster_at(self.var / "postgres")

    @property
    def serving(self) -> Path:
        return self.var / "serving"

    @property
    def is_embedded(self) -> bool:
        return not self.database_url

    def django_database(self) -> dict[str, object]:
        """Return Django's DATABASES entry for the address in force."""
        address = self.database_url or postgres.url(self.cluster, self.database)
        parts = urlsplit(address)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        host = query.pop("host", parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "jinguo",
            "USER": unquote(parts.username or "postgres"),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # The few prepared statements are alike each time; planning costs more than they do.
                "options": "-c plan_cache_mode=force_generic_plan",
                "prepare_threshold": 5,
                "connect_timeout": 10,  # seconds
                **query,
                "application_name": f"jinguo-{os.getpid()}",
            },
            "TEST": {"NAME": "test_jinguo"},
        }


def read() -> Environment:
    """
    Return what the environment says.

    :raises SettingError: with a line for each variable that is wrong
    """
    try:
        return Environment()
    except ValidationError as fault:
        raise SettingError(sentences(fault)) from fault


environment = read()
