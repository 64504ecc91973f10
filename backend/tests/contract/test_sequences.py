"""Sequences of requests, of both roles: whatever came before, no failures and no answers that the contract lacks."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import Size
from tests.contract.sequences import Asker, Sequences
from tests.resources.surface import Surface

STEPS = 30
# The few sequences of the short form do not come to all operations.
UNASKED = 20


# Hypothesis blames its strategies when the global random state changes; it is the server, in another thread.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
async def test_sequences_are_answered_as_the_contract_says(surface: Surface, east: str, pod: str, size: Size) -> None:
    asker = Asker(surface, east, pod)
    runs = settings(
        max_examples=size(3, 100),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    machine = type("SequencesOfThisArgus", (Sequences,), {"asker": asker})
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=runs)
    print(f"{asker.asked.total():,} requests")
    assert asker.asked.total() > size(60, 2_000)
    assert len(asker.unasked) <= size(UNASKED, 0), asker.unasked
    assert asker.refreshed >= size(0, 20)
