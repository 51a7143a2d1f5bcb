"""The key ring among three custodians: any two of them restore it, one alone does not."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from jinguo.core import crypto, shares
from jinguo.core.crypto import SealBroken
from jinguo.core.errors import Refused
from jinguo.core.shares import DamagedShare, SharesDoNotJoin

AES, SM4 = "AES-256-GCM", "SM4-GCM"
SECRET = json.dumps({"active": 1, "sealing": {"1": "ab" * 32}, "indexing": "cd" * 32}).encode()


def split(of=3, need=2, cipher=AES):
    return shares.split(SECRET, of=of, need=need, made_on="2020-06-15", cipher=cipher)


@pytest.mark.parametrize("cipher", [AES, SM4])
@pytest.mark.parametrize("chosen", list(combinations(range(3), 2)))
def test_each_pair_of_three_restores_the_secret(chosen, cipher):
    made = split(cipher=cipher)
    assert {one.sealed[0] for one in made} == {crypto.CIPHERS[cipher]}

    assert shares.join([made[number] for number in chosen]) == SECRET
    assert shares.join([made[number] for number in reversed(chosen)]) == SECRET


@pytest.mark.parametrize("number", range(3))
def test_each_single_one_is_refused_and_so_is_one_that_comes_twice(number):
    one = split()[number]

    for given in ([one], [one, one]):
        with pytest.raises(SharesDoNotJoin, match="2 different shares are needed, and there is 1"):
            shares.join(given)


@pytest.mark.parametrize("cipher", [AES, SM4])
def test_what_one_custodian_holds_opens_nothing_though_she_forges_another(cipher):
    first, second, _third = split(cipher=cipher)
    forged = shares.Share(**{**vars(second), "part": bytes(32)})

    with pytest.raises(Exception, match="changed or moved and does not open"):
        shares.join([first, forged])
    assert SECRET[:20] not in first.sealed


@pytest.mark.parametrize("cipher", [AES, SM4])
@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_a_share_whose_digest_was_made_anew_does_not_join_all_the_same(place, cipher):
    """Whoever changes a share can make its digest anew, and not its seal; the mark of the cipher is in it."""
    made = split(cipher=cipher)
    bad = bytearray(made[0].sealed)
    bad[place] ^= 3  # of the mark: the other cipher's
    forged = shares.Share(**{**vars(made[0]), "sealed": bytes(bad)})
    assert shares.read(forged.text(), "a share") == forged

    with pytest.raises(SealBroken):
        shares.join([forged, made[1]])


def test_shares_of_two_splits_are_told_apart():
    with pytest.raises(SharesDoNotJoin, match=r"different splits: .* \(2020-06-15\)"):
        shares.join([split()[0], split()[1]])


def test_a_share_survives_its_text():
    for one in split():
        assert shares.read(one.text(), "a share") == one


@pytest.mark.parametrize("place", range(20, 560, 23))
def test_a_changed_sign_anywhere_is_found_and_the_share_named(place):
    text = split()[0].text()
    other = "0" if text[place] != "0" else "1"

    with pytest.raises(DamagedShare, match=r"mine\.json is damaged"):
        shares.read(text[:place] + other + text[place + 1 :], "mine.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "7", '{"check": 1}'])
def test_what_is_no_share_is_named(text):
    with pytest.raises(DamagedShare, match="mine is damaged, or no share"):
        shares.read(text, "mine")


@pytest.mark.parametrize(("of", "need"), [(3, 1), (2, 3), (1, 1), (17, 2)])
def test_a_split_that_protects_nothing_or_restores_nothing_is_refused(of, need):
    with pytest.raises(Refused, match="at least two"):
        split(of, need)


def test_three_of_five_are_needed_where_that_was_asked():
    made = split(5, 3)

    assert shares.join(made[2:]) == SECRET
    with pytest.raises(SharesDoNotJoin, match="3 different shares are needed, and there is 2"):
        shares.join(made[:2])
