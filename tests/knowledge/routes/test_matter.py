"""Facts that matter: how learning one changes which others may still be asked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.routes.outlines import BY_TRIPS
from knowledge.routes.planner import plan_route
from tests.knowledge.routes.households import (
    SMALL,
    SMALL_GOALS,
    bounded,
    shape,
    some,
)
from tests.knowledge.routes.small import draw, request


class Everything:
    """Every way of filling in the small household, and the route of each."""

    def __init__(self, goals: tuple[tuple[str, str], ...]) -> None:
        self.routes: dict[tuple[Any, ...], Hashable] = {}
        for values in product(*SMALL.values()):
            asked = request(dict(zip(SMALL, values, strict=True)), *goals)
            self.routes[values] = shape(draw(asked, order=BY_TRIPS).plan)

    def matter(self, known: Mapping[str, Any]) -> set[str]:
        """Facts on which, however the others turn out, the route may yet depend."""
        found = set()
        for place, key in enumerate(SMALL):
            seen: dict[tuple[Any, ...], set[Hashable]] = {}
            for values, route in self.routes.items():
                if all(values[list(SMALL).index(k)] == v for k, v in known.items()):
                    rest = values[:place] + values[place + 1 :]
                    seen.setdefault(rest, set()).add(route)
            if key not in known and any(len(routes) > 1 for routes in seen.values()):
                found.add(key)
        return found


@pytest.fixture(scope="module")
def everything() -> Everything:
    return Everything(SMALL_GOALS[:2])


@bounded(20)
@given(st.data())
def test_only_facts_that_could_matter_before_are_asked_after(
    everything: Everything, data: st.DataObject
) -> None:
    """The asks may become more, see below, but only within the facts that could ever matter, and
    these become fewer with every fact that is learnt."""
    facts = data.draw(some(SMALL))
    key = data.draw(st.sampled_from(sorted(SMALL)))
    more = facts | {key: facts.get(key, data.draw(st.sampled_from(SMALL[key])))}
    before, after = everything.matter(facts), everything.matter(more)
    asks = {ask.fact for ask in plan_route(request(more, *SMALL_GOALS[:2])).asks}
    assert asks <= after <= before


def test_learning_a_fact_may_bring_a_new_ask() -> None:
    """The smallest case: either of two facts will do, so only the likelier one is asked; once it
    is false the other one matters. That learning never enlarges the asks does not hold."""
    facts = {"本人.持有甲证": "否", "本人.已登记": "是", "本人.登记月数": 0, "本人.有住所": "否"}
    asks = [ask.fact for ask in plan_route(request(facts)).asks]
    more = [ask.fact for ask in plan_route(request({**facts, "本人.身体合格": "否"})).asks]
    assert "本人.有工作" not in asks
    assert "本人.有工作" in more
