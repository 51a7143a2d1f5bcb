"""`jinguo draw verify` on a machine of an outsider, who has no database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jinguo.assess.evaluation.draws.plan import StagedPlan
from jinguo.assess.evaluation.draws.record import as_record
from tests.assess.evaluation import make

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed, code", [(make.SEED, 0), ("7", 1)])
def test_a_draw_is_verified_without_a_database(installation, tmp_path, seed, code):
    frame, plan = make.district(towns=2, villages=2), StagedPlan(towns=1, villages=1)
    record = as_record(
        frame=frame, published={"frame": frame.digest, "plan": plan.digest}, plan=plan, seed=seed,
        sample=make.staged(frame, towns=1, villages=1),
    )  # fmt: skip
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record), "utf-8")
    here = installation()

    left, said = here.run("draw", "verify", file, "--json")

    assert left == code
    assert json.loads(said)["holds"] is (code == 0)
    assert not here.cluster.base.exists()


@pytest.mark.parametrize("places, code", [(1, 0), (2, 1)])
def test_a_draw_of_seats_is_verified_without_a_database(installation, tmp_path, places, code):
    golden = Path(__file__).parents[1] / "activities" / "golden" / "seats-draw.json"
    file = tmp_path / "draw.json"
    file.write_text(json.dumps({**json.loads(golden.read_bytes()), "places": places}), "utf-8")
    here = installation()

    left, said = here.run("draw", "verify", file, "--json")

    assert left == code
    assert [one["what"] for one in json.loads(said)["findings"] if not one["agrees"]] == (
        ["waiting"] if code else []
    )
    assert not here.cluster.base.exists()
