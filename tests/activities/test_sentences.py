"""Every rule an audience may have can be read as a sentence."""

from jinguo.activities import sentences
from jinguo.activities.rules import known_names
from jinguo.core.rules import parameters


def test_every_rule_and_every_parameter_has_words():
    assert set(sentences.SENTENCES) == set(known_names())
    assert {one for name in known_names() for one in parameters(name)} == set(sentences.PARAMETERS)


def test_a_sentence_holds_every_parameter_of_its_rule():
    for name in known_names():
        given = {one: f"<{one}>" for one in parameters(name)}
        said = sentences.sentence(name, given)

        assert all(value in said for value in given.values())


def test_what_is_not_filled_in_yet_is_left_open():
    assert sentences.sentence("age", {"at_least": 18}) == "From 18 to … years of age"
