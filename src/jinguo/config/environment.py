"""Every setting an installation may change, typed, read from the environment (``JINGUO_…``)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from jinguo.core import postgres

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


class Environment(BaseSettings):
    """The environment of one installation. Every field has a default fit for real use."""

    model_config = SettingsConfigDict(env_prefix="JINGUO_", extra="ignore")

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
    second_factor: Literal["required", "offered"] = Field(
        default="required", description="Whether staff must use a second factor to sign in."
    )
    cipher: Literal["AES-256-GCM", "SM4-GCM"] = Field(
        default="AES-256-GCM",
        description="Cipher for newly sealed fields; both are always readable.",
    )
    keys: Path | None = Field(
        default=None, description="File of the key ring; default `keys.json` in the var folder."
    )
    packs: Path = Field(
        default=CHECKOUT / "packs" if (CHECKOUT / "packs").exists() else PACKAGE / "packs",
        description="Folder in which packs named by a bare name are looked for.",
    )
    time_zone: str = Field(default="Asia/Shanghai", description="The zone in which days begin.")
    unmask_limit: int = Field(default=30, description="Values one account may reveal in a day.")

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
                **query,
                "application_name": f"jinguo-{os.getpid()}",
            },
            "TEST": {"NAME": os.environ.get("JINGUO_TEST_DATABASE", "test_jinguo")},
        }


environment = Environment()
