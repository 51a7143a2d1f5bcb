"""Every message that is declared is sent by something: read from the calls in the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jinguo
from jinguo.activities.telling import NEUTRAL
from jinguo.notices.messages import codes, known_templates

SOURCE = Path(jinguo.__file__).parent
TELLS = ("tell", "send", "_tell_who_comes", "tell_account", "send_many")


def named_in(source: str) -> Iterator[str]:
    """Yield the words with which a source tells somebody something."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else None
        name = node.func.id if isinstance(node.func, ast.Name) else called
        if name in TELLS:
            given = [*node.args, *(one.value for one in node.keywords)]
            yield from (one.value for one in given if isinstance(one, ast.Constant))


def test_every_template_declared_is_sent_by_something():
    called = {word for path in SOURCE.rglob("*.py") for word in named_in(path.read_text())}
    sent = called | {*NEUTRAL.values(), codes.TEMPLATE, codes.CHANGED}

    assert [one for one in known_templates() if one not in sent] == []


def test_the_word_of_a_state_alone_sends_nothing():
    assert list(named_in('state = "refused"; told_of("refused", [])')) == []
    assert list(named_in('telling.tell(actor, "refused", [one], now=now)')) == ["refused"]
