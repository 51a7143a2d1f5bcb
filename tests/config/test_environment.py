"""What the environment may say: nothing stands for the default, and what is wrong is a sentence."""

from __future__ import annotations

import os
import socketserver
import struct
import subprocess
import sys
import threading
from contextlib import contextmanager

import psycopg
import pytest

from jinguo.cli.reaching import check_server
from jinguo.config.environment import Environment, environment, read
from jinguo.config.faults import SettingError
from jinguo.core.postgres import ServerError

PASSWORD = "lantern"


@pytest.fixture
def say(monkeypatch):
    """Set variables of the environment, and nothing else of ours."""
    for name in [*os.environ]:
        if name.startswith(("JINGUO_", "DATABASE_URL")):
            monkeypatch.delenv(name)

    def say(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return say


def run(*words, **variables):
    """Run a command as from a shell; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "jinguo.cli", *words],
        env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["var", "database", "https", "keys", "unmask_limit", "packs"])
def test_a_variable_set_to_nothing_is_the_default(say, name):
    say()
    default = getattr(read(), name)

    say(**{f"JINGUO_{name.upper()}": ""})

    assert getattr(read(), name) == default == Environment.model_fields[name].default


@pytest.mark.parametrize(
    "variable, value, sentence",
    [
        ("JINGUO_HTTPS", "maybe", "JINGUO_HTTPS is “maybe”, but it must be true or false."),
        (
            "JINGUO_QUIET_UNTIL",
            "22:00",
            "JINGUO_QUIET_UNTIL is “22:00”, but it must lie in the morning, before JINGUO_QUIET_FROM.",
        ),
        ("JINGUO_SMS_TEMPLATES", "{", "JINGUO_SMS_TEMPLATES is “{”, but it must be JSON."),
        ("JINGUO_UNMASK_LIMIT", "x", "JINGUO_UNMASK_LIMIT is “x”, but it must be a whole number."),
        ("JINGUO_UNMASK_LIMIT", "-1", "JINGUO_UNMASK_LIMIT is “-1”, but it must be at least 0."),
        (
            "JINGUO_WITNESSES",
            "li@a.example,wang",
            "it must be mail addresses with commas between them.",
        ),
        ("JINGUO_CIPHER", "ROT13", "it must be 'AES-256-GCM' or 'SM4-GCM'."),
        ("JINGUO_SECOND_FACTOR", "no", "it must be 'required' or 'offered'."),
        ("JINGUO_TIME_ZONE", "Mars/Base", "it must be the name of a time zone"),
        ("JINGUO_TIME_ZONE", "../x", "it must be the name of a time zone"),
        ("JINGUO_DATABASE", "a b", "it must be a name of letters"),
        ("JINGUO_VAR", __file__, "it must be a folder, and this is a file."),
    ],
)
def test_a_value_that_cannot_be_meant_is_a_sentence(say, variable, value, sentence):
    say(**{variable: value})

    with pytest.raises(SettingError) as fault:
        read()

    assert sentence in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:lantern@h/jinguo",
        "u:lantern@h/jinguo",
        "postgresql://u:lantern@h:port/jinguo",
        "postgresql://u:lantern@h:70000/jinguo",
        "postgresql://u:lantern@h:0/jinguo",
        "postgresql://u:lantern@[::1/jinguo",
        "postgresql://u:lantern@h/jinguo?tls=on",
        "postgresql://u:lantern%zz@h/jinguo",
    ],
)
def test_a_malformed_address_is_a_sentence_without_the_password(say, address):
    say(DATABASE_URL=address)

    with pytest.raises(SettingError, match="DATABASE_URL is set, but it must be an address") as e:
        read()

    assert PASSWORD not in str(e.value)


def test_sound_addresses_pass(say):
    for address in ("postgres://h/d", "postgresql://u:p%40@h:5433/d?sslmode=require",
                    "postgresql://postgres@/d?host=/run/socket"):  # fmt: skip
        say(DATABASE_URL=address)
        assert read().database_url == address


@pytest.mark.slow
def test_every_variable_that_is_wrong_is_named_at_once():
    code, said = run("serve", JINGUO_HTTPS="maybe", JINGUO_UNMASK_LIMIT="many")

    assert code == 1
    assert [line.split()[0] for line in said.splitlines()] == [
        "JINGUO_HTTPS",
        "JINGUO_UNMASK_LIMIT",
    ]


class Old(socketserver.BaseRequestHandler):
    """As much of PostgreSQL 13's side of a conversation as tells its version."""

    def handle(self):
        while True:
            length, kind = struct.unpack("!ii", self.request.recv(8))
            self.request.recv(length - 8)
            if kind == 196608:  # the start; before it come requests to encrypt
                break
            self.request.sendall(b"N")
        version = b"server_version\x0013.4\x00"
        self.request.sendall(b"R" + struct.pack("!ii", 8, 0))
        self.request.sendall(b"S" + struct.pack("!i", 4 + len(version)) + version)
        self.request.sendall(b"Z" + struct.pack("!i", 5) + b"I")
        self.request.recv(100)


@contextmanager
def listening(handler):
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["worker", "figures check", "audit verify", "doctor"])
def test_a_server_that_does_not_answer_is_one_sentence(command):
    address = f"postgresql://u:{PASSWORD}@127.0.0.1:1/jinguo"

    code, said = run(*command.split(), DATABASE_URL=address)

    assert code == 1
    [line] = [line for line in said.splitlines() if "does not answer" in line]
    assert "The database jinguo at 127.0.0.1 does not answer" in line
    assert "Connection refused" in line
    assert "Traceback" not in said
    assert PASSWORD not in said


@pytest.mark.slow
def test_a_server_that_is_too_old_is_one_sentence():
    with listening(Old) as port:
        code, said = run("worker", DATABASE_URL=f"postgresql://u@127.0.0.1:{port}/jinguo")

    assert code == 1
    assert said.startswith("The server DATABASE_URL names is PostgreSQL 13.")
    assert len(said.splitlines()) == 1


@pytest.fixture
def asked():
    """A function that asks the tests' own server one thing, and undoes it with another."""
    undone = []

    def ask(statement, undo):
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            connection.execute(statement)
        undone.append(undo)

    yield ask
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        for statement in reversed(undone):
            connection.execute(statement)


def server(database, user="postgres"):
    """The address of a database of the server the tests run on."""
    parameters = environment.django_database()
    words = {"user": user, "dbname": database, "host": parameters["HOST"], "port": parameters["PORT"],
             "password": parameters["PASSWORD"]}  # fmt: skip
    return psycopg.conninfo.make_conninfo(**{k: v for k, v in words.items() if v})


def entry(**changed):
    return {**environment.django_database(), "NAME": "postgres", **changed}


@pytest.mark.slow
def test_a_database_of_another_encoding_is_refused(asked):
    asked(
        "CREATE DATABASE test_config_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0",
        "DROP DATABASE test_config_ascii",
    )

    with pytest.raises(ServerError, match="stores SQL_ASCII"):
        check_server(entry(NAME="test_config_ascii"))


@pytest.mark.slow
def test_a_user_who_may_not_make_tables_is_refused(asked):
    asked("CREATE ROLE test_config_guest LOGIN PASSWORD 'x'", "DROP ROLE test_config_guest")

    with pytest.raises(ServerError, match="test_config_guest may not make tables"):
        check_server(entry(USER="test_config_guest", PASSWORD="x"))


def test_a_fit_database_passes():
    check_server(entry())


@pytest.mark.slow
def test_the_doctor_finds_that_nothing_was_made_yet(tmp_path):
    code, said = run("doctor", JINGUO_VAR=str(tmp_path / "var"), DATABASE_URL="", LC_ALL="en")

    assert code == 1
    assert "keys create" in said
    assert "The embedded database is not running." in said
    assert "Traceback" not in said


def test_a_channel_that_is_on_names_what_it_lacks(say):
    say(JINGUO_SMS="aliyun", JINGUO_SMS_KEY_ID="key", JINGUO_EMAIL="smtp")

    assert read().missing() == [
        "JINGUO_SMS_KEY_SECRET", "JINGUO_SMS_SIGN", "JINGUO_EMAIL_HOST", "JINGUO_EMAIL_FROM",
    ]  # fmt: skip


def test_the_templates_of_a_provider_are_read_from_json(say):
    say(JINGUO_SMS_TEMPLATES='{"enrolled": "SMS_1"}')

    assert read().sms_templates == {"enrolled": "SMS_1"}
