"""Whatever is sent as a picture is cleaned or refused with a sentence, and this process goes on."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from jinguo.core.errors import Refused
from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit
from jinguo.core.pictures import reading
from jinguo.core.pictures.reading import UnreadablePicture, read_picture
from tests.core import hostile_pictures as hostile
from tests.core.heic import heic
from tests.core.photographs import (
    as_file,
    check_clean,
    opened,
)  # fmt: skip
from tests.make import photo


def outcome(data: bytes) -> str:
    """Say what became of a file: ``read``, or the sentence it was refused with."""
    try:
        read_picture(data)
    except UnreadablePicture as refusal:
        return refusal.message
    return "read"


REFUSED = "more than 40 million pixels|cannot be read as a picture|damaged|failed"


CLEANED = {"png-too-much-data", "exif-pointing-at-itself", "exif-of-four-billion"}


@pytest.mark.slow
@pytest.mark.parametrize("files", [hostile.floods, hostile.bombs, hostile.broken])
def test_hostile_pictures_are_refused_with_a_sentence_and_cost_this_process_nothing(files, counted):
    counts: Counter[str] = Counter()
    for name, data in list(files()):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        said = outcome(data)
        assert time.monotonic() - began < 65, name
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert grown < 50, (name, grown)
        if name in CLEANED:
            assert said == "read", name
        else:
            assert re.search(REFUSED, said) and re.search("JPEG|shrink", said), name
        counts["read" if said == "read" else "refused"] += 1

    counted(f"pictures, {files.__name__}: {counts.total()} files, {counts['refused']} refused,"
          f" {counts['read']} cleaned")  # fmt: skip


@pytest.mark.slow
def test_pictures_that_are_something_else_too_are_kept_as_pictures_only(counted):
    files = list(hostile.polyglots())
    for name, data in files:
        picture = read_picture(data)
        for jpeg in (picture.full, picture.thumbnail):
            check_clean(jpeg)
            for text in (b"alert(1)", b"%PDF", b"<?php", b"index.html"):
                assert text not in jpeg, name

    counted(f"pictures, polyglots: {len(files)} files, all cleaned")


@pytest.mark.slow
def test_mutated_pictures_are_read_or_refused_but_never_a_fault(counted):
    counts = Counter(outcome(data) == "read" for _name, data in hostile.mutated(100))

    counted(
        f"pictures, mutated: {counts.total()} files, {counts[True]} read, {counts[False]} refused"
    )
    assert counts.total() == 100 and counts[True] and counts[False]


@pytest.mark.slow
@pytest.mark.parametrize(
    "made, size",
    [
        (lambda: hostile.plain_png(8_000, 5_000, hostile.GREY), (2000, 1250)),
        (lambda: hostile.plain_png(8_000, 5_000, hostile.COLOUR_ALPHA), (2000, 1250)),
        (lambda: heic(columns=32, rows=24), (2000, 1500)),
    ],
    ids=["40-megapixels-grey", "40-megapixels-alpha", "12-megapixels-heic"],
)
def test_pictures_up_to_40_megapixels_fit_into_the_limits(made, size):
    picture = read_picture(made())

    assert (picture.width, picture.height) == opened(picture.full).size == size


def test_a_file_larger_than_20_mb_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(parent.subprocess, "Popen", None)

    with pytest.raises(UnreadablePicture, match="20 MB"):
        read_picture(bytes(reading.LARGEST_FILE + 1))


@pytest.mark.slow
def test_a_picture_passes_the_virus_scanner_first(settings, tmp_path):
    scanner = tmp_path / "scanner"
    scanner.write_text("#!/bin/sh\nexit 1\n")
    scanner.chmod(0o755)
    data = photo(1, (64, 48))
    settings.JINGUO_SCANNER = str(scanner)

    with pytest.raises(Refused, match="harmful"):
        read_picture(data)

    scanner.write_text("#!/bin/sh\nexit 0\n")
    assert read_picture(data).width


@pytest.mark.slow
def test_a_picture_that_needs_too_much_memory_or_time_is_refused(monkeypatch):
    too_wide = as_file(Image.new("RGB", (7_300, 5_400)), "WEBP", quality=10, method=0)
    assert "512 MB" in outcome(too_wide)  # Pillow holds a WebP four times

    slow = hostile.scan_bomb(4_000)
    monkeypatch.setattr(parent, "LONGEST_SECONDS", 3)
    began = time.monotonic()
    assert "60 seconds" in outcome(slow)
    assert time.monotonic() - began < 20


@pytest.mark.slow
def test_the_death_of_the_process_is_a_sentence_and_the_next_picture_is_read(monkeypatch):
    started = []
    real = subprocess.Popen

    def remembered(*arguments, **named):
        started.append(real(*arguments, **named))
        return started[-1]

    with monkeypatch.context() as watched:
        watched.setattr(parent.subprocess, "Popen", remembered)
        killer = threading.Thread(target=lambda: kill_when_there(started))
        killer.start()
        try:
            assert "failed" in outcome(photo())
        finally:
            killer.join()

    assert outcome(photo()) == "read"


def kill_when_there(started: list) -> None:
    while not started:
        time.sleep(0.001)
    os.kill(started[0].pid, signal.SIGKILL)


@pytest.mark.slow
def test_two_pictures_are_read_at_once_each_as_alone():
    files = [photo(1), photo(2), photo(3), photo(4)]
    alone = [read_picture(data) for data in files]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read_picture, files)) == alone


def test_a_code_nobody_knows_is_a_sentence_too(monkeypatch):
    def odd(*_given):
        raise Unfit("quite-new")

    monkeypatch.setattr(reading.parent, "answer", odd)

    assert "failed" in outcome(b"")


@pytest.mark.slow
def test_the_web_process_knows_nothing_of_pillow():
    program = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'jinguo.config.settings'\n"
        "django.setup()\n"
        "import jinguo.config.urls, jinguo.core.pictures.reading, jinguo.core.pictures.likeness\n"
        "print([name for name in ('PIL', 'pi_heif', '_pi_heif') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"
