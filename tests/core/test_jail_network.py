"""The process that reads a stranger's file leaves the network, or it is known why it does not."""

import errno
import os
import shutil
import subprocess
import sys

import pytest

from jinguo.core.jail import network, parent

ASK = """
import django
django.setup()
from django.utils.translation import activate
from jinguo.core.jail import network
activate("en")
print(network.refusal())
"""
# Inside a user namespace its own root may forbid further ones, for nobody else on the machine.
FORBID = "echo 0 > /proc/sys/user/max_user_namespaces && exec "


def asked(*before):
    """Return what a process says of itself, as a person would ask it, and what else came out."""
    return subprocess.run(
        [*before, sys.executable, "-c", ASK], capture_output=True, text=True, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jinguo.config.settings",
             "PYTHONPATH": parent.SOURCE},
    )  # fmt: skip


def may_unshare():
    unshare = shutil.which("unshare")
    return unshare and not subprocess.run([unshare, "-Urn", "true"], check=False).returncode


@pytest.mark.slow
@pytest.mark.skipif(not may_unshare(), reason="this machine lets nobody leave the network")
def test_where_the_system_lets_us_leave_the_network_nothing_is_said():
    assert asked().stdout == "None\n"


@pytest.mark.slow
@pytest.mark.skipif(not may_unshare(), reason="this machine lets nobody make a namespace")
def test_where_it_does_not_the_setting_that_refuses_it_is_named():
    done = asked("unshare", "-Ur", "sh", "-c", f'{FORBID} "$@"', "sh")

    assert done.stdout == "user.max_user_namespaces is 0\n", done.stderr


@pytest.mark.parametrize(
    "name, value",
    [
        ("kernel/unprivileged_userns_clone", "0"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1"),
    ],
)
def test_a_setting_counts_only_at_the_value_that_refuses(tmp_path, monkeypatch, name, value):
    monkeypatch.setattr(network, "SYSTEM", tmp_path)
    setting = tmp_path / name
    setting.parent.mkdir()

    setting.write_text(f"{value}\n")
    assert network.why(errno.EPERM) == f"{name.replace('/', '.')} is {value}"

    setting.write_text(f"{1 - int(value)}\n")
    assert "container around it" in network.why(errno.EPERM)


def test_any_other_error_is_told_in_the_system_s_own_words(tmp_path, monkeypatch):
    monkeypatch.setattr(network, "SYSTEM", tmp_path)

    assert os.strerror(errno.ENOSYS) in network.why(errno.ENOSYS)


def test_a_probe_that_gives_no_answer_is_no_leave(monkeypatch):
    monkeypatch.setattr(network, "PROBE", "jinguo.core.jail.no_such_module")

    assert "did not answer" in network.refusal()
