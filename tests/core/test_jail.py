"""Whatever a file does to the process that reads it, it reaches nothing, and this process goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from jinguo.core.jail import child, parent
from jinguo.core.jail.child import Unfit

HEAD = "import json, os, socket, sys, threading, time\nfrom jinguo.core.jail import child\n"
FOOT = "\nif __name__ == '__main__':\n    child.run(work)\n"
ECHO = "def work(*words):\n    data = child.take()\n    child.say({'words': words})\n    child.give(data)\n"


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Return a function that makes a text the module of a process, and gives its name."""
    monkeypatch.setattr(parent, "SOURCE", f"{tmp_path}{os.pathsep}{parent.SOURCE}")

    def named(text):
        (tmp_path / "jailed.py").write_text(HEAD + text + FOOT)
        return "jailed"

    return named


@pytest.fixture
def echo(module):
    """Return the name of a module that answers with what it was given."""
    return module(ECHO)


def head(name, *words):
    with parent.answer(name, b"", *words) as answered:
        return answered.head()


def test_the_process_gets_the_file_and_the_words_and_answers(echo):
    data = os.urandom(3_000_000)

    with parent.answer(echo, data, "one", "") as answered:
        assert answered.head() == {"words": ["one", ""]}
        assert answered.part(len(data)) == data


def test_a_part_longer_than_is_wanted_is_not_taken(echo):
    with pytest.raises(parent.TooLong), parent.answer(echo, bytes(101)) as answered:
        answered.head()
        answered.part(100)


def test_a_file_the_process_does_not_take_is_named_by_its_code(module):
    with pytest.raises(Unfit) as unfit:
        head(module("def work():\n    raise child.Unfit('too-old')"))

    assert unfit.value.code == "too-old"


@pytest.mark.parametrize(
    "text",
    [
        "def work():\n    raise SystemExit",
        "def work():\n    child.take() / 2",
        "def work():\n    print('no JSON', flush=True)",
        "def work():\n    print('[]', flush=True)",
        "def work():\n    os.kill(os.getpid(), 9)",
        "import nothing_of_this_name",
    ],
)
def test_a_process_that_ends_or_babbles_has_died(module, text):
    with pytest.raises(parent.Died):
        head(module(text))


def test_an_answer_that_ends_within_a_part_has_died(module):
    short = "def work():\n    os.write(1, bytes([0, 0, 0, 9]) + b'short')"

    with pytest.raises(parent.Died), parent.answer(module(short), b"") as answered:
        answered.part(100)


def test_what_is_wrong_with_an_answer_is_the_processs_fault(echo):
    with pytest.raises(parent.Died), parent.answer(echo, b"") as answered:
        answered.head()["width"]


def test_a_killed_process_has_died_and_the_next_one_answers(echo, monkeypatch):
    started = []
    real = subprocess.Popen

    def remembered(*arguments, **named):
        started.append(real(*arguments, **named))
        return started[-1]

    monkeypatch.setattr(parent.subprocess, "Popen", remembered)
    killer = threading.Thread(target=lambda: kill_when_there(started))
    killer.start()
    try:
        with pytest.raises(parent.Died), parent.answer(echo, bytes(10_000_000)) as answered:
            answered.head()
    finally:
        killer.join()
    assert started[0].returncode == -signal.SIGKILL

    with parent.answer(echo, b"again") as answered:
        answered.head()
        assert answered.part(100) == b"again"


def kill_when_there(started: list) -> None:
    while not started:
        time.sleep(0.001)
    os.kill(started[0].pid, signal.SIGKILL)


@pytest.mark.slow
def test_a_process_that_takes_too_long_is_ended(module, monkeypatch):
    monkeypatch.setattr(parent, "LONGEST_SECONDS", 0.5)
    began = time.monotonic()

    with pytest.raises(parent.Died):
        head(module("def work():\n    time.sleep(60)"))

    assert time.monotonic() - began < 10


@pytest.mark.slow
def test_two_processes_answer_at_once_each_with_its_own(echo):
    def echoed(data):
        with parent.answer(echo, data) as answered:
            answered.head()
            return answered.part(len(data))

    files = [bytes([number]) * 2_000_000 for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(echoed, files)) == files


DOORS = """
def work():
    child.take()
    def said(act):
        try:
            act()
        except OSError as fault:
            return fault.errno
        return "open"
    child.say({"said": [
        said(lambda: open("/etc/hostname")),
        said(lambda: open("/tmp/x", "w")),
        said(socket.socket),
        said(os.pipe),
    ]})
"""


def test_the_process_can_open_no_file_no_socket_and_no_pipe(module):
    assert head(module(DOORS)) == {"said": [24, 24, 24, 24]}  # EMFILE


INHERITED = """
def work():
    child.take()
    child.say({"open": [one for one in range(3, 1000) if is_open(one)]})

def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
"""


def test_the_process_inherits_nothing_but_its_three_pipes(module, tmp_path):
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)

        assert head(module(INHERITED)) == {"open": []}


def test_the_process_knows_neither_keys_nor_database(module, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@host/db")

    said = head(module("def work():\n    child.say({'names': [*os.environ], 'in': os.getcwd()})"))

    ours = {"PYTHONPATH", "MALLOC_ARENA_MAX", "PYTHONDONTWRITEBYTECODE"}
    assert set(said["names"]) - {"LC_CTYPE"} == ours  # Python sets the last one itself
    assert said["in"] == "/"


GREEDY = """
def work(size):
    try:
        bytearray(int(size))
    except MemoryError:
        raise child.Unfit("too-large")
    child.say({})
"""


@pytest.mark.slow
def test_memory_beyond_the_limit_is_not_given(module):
    greedy = module(GREEDY)

    assert head(greedy, str(child.MEMORY // 2)) == {}
    with pytest.raises(Unfit):
        head(greedy, str(child.MEMORY))


LIMITS = """
import resource
def work(*names):
    child.say({name: resource.getrlimit(getattr(resource, name)) for name in names})
"""


def test_time_and_the_size_of_files_are_limited(module):
    said = head(module(LIMITS), "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")

    assert said == {"RLIMIT_CPU": [60, 60], "RLIMIT_FSIZE": [0, 0], "RLIMIT_CORE": [0, 0]}


def test_the_childs_side_imports_the_standard_library_only():
    program = (
        "import sys; before = set(sys.modules); import jinguo.core.jail.child\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - set(sys.stdlib_module_names)))"
    )
    said = subprocess.run(
        [sys.executable, "-s", "-c", program],
        env={"PYTHONPATH": parent.SOURCE},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["jinguo"]
