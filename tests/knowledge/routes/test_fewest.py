"""The fewest asks, against an independent enumeration of every decision tree."""

from __future__ import annotations

import random
from itertools import product

import pytest

from knowledge.routes.fewest import Fewest, Unknown, fewest_asks

SETS = 250


def expected_of_best_tree(
    unknowns: list[Unknown],
    table: dict[tuple[int, ...], int],
    rows: list[tuple[int, ...]],
    left: list[int],
) -> float:
    """Smallest expected number of asks by trying every tree: recursion over the rows still
    possible.
    """
    if len({table[row] for row in rows}) <= 1:
        return 0.0
    best = float("inf")
    for place in left:
        rest = [other for other in left if other != place]
        total = 1.0
        for value, chance in zip(unknowns[place].values, unknowns[place].chances, strict=True):
            below = [row for row in rows if row[place] == value]
            total += chance * expected_of_best_tree(unknowns, table, below, rest)
        best = min(best, total)
    return best


def random_set(seed: int) -> tuple[list[Unknown], dict[tuple[int, ...], int]]:
    rng = random.Random(seed)
    unknowns = []
    for number in range(rng.randint(1, 4)):
        values = tuple(range(rng.randint(2, 3)))
        weights = [rng.randint(1, 9) for _ in values]
        unknowns.append(Unknown(f"k{number}", values, tuple(w / sum(weights) for w in weights)))
    rows = product(*(unknown.values for unknown in unknowns))
    return unknowns, {row: rng.randint(0, rng.choice((1, 2, 5))) for row in rows}


@pytest.mark.parametrize("seed", range(SETS))
def test_equals_the_best_of_all_trees(seed: int) -> None:
    unknowns, table = random_set(seed)
    found = fewest_asks(unknowns, lambda answers: table[tuple(answers.values())])
    best = expected_of_best_tree(unknowns, table, list(table), list(range(len(unknowns))))
    assert found.expected == pytest.approx(best)


def test_nothing_to_ask_when_the_outcome_is_settled() -> None:
    unknown = Unknown("a", (0, 1), (0.5, 0.5))
    assert fewest_asks([unknown], lambda answers: "same") == Fewest(0.0, None)


def test_a_sensitive_fact_comes_last() -> None:
    """Asking the sensitive one first would be shorter; it is still asked second."""
    sensitive = Unknown("s", (0, 1), (0.5, 0.5), sensitive=True)
    plain = Unknown("p", (0, 1), (0.5, 0.5))
    found = fewest_asks(
        [sensitive, plain], lambda answers: (answers["s"], answers["s"] and answers["p"])
    )
    assert found.first == "p"
