"""The learning curve, on a few sayings of each list."""

from __future__ import annotations

import pytest

from knowledge.index.release import Release
from knowledge.index.sayings import Saying
from knowledge.retrieval.curve import Lesson, chosen, learning_curve

MOST = 6  # of all lists: what signals are worth was fitted for as many
ROWS = [
    {"text": "居住证丢了去哪里补办呀", "lists": ["residence-permit"]},
    {"text": "小孩明年读一年级怎么报名", "lists": ["compulsory-school"]},
    {"text": "住院的钱怎么报销", "lists": ["medical-reimburse"]},
]


@pytest.fixture(scope="module")
def sayings(release: Release) -> tuple[Saying, ...]:
    return chosen(release.space.sayings, MOST)


def test_more_sayings_hold_the_fewer(sayings: tuple[Saying, ...]) -> None:
    few, more = chosen(sayings, 3), chosen(sayings, 6)
    ours = [saying for saying in sayings if not saying.spoken]
    assert ours
    assert set(ours) <= set(few) < set(more) == set(sayings)
    number = len({saying.list_id for saying in sayings})
    assert sum(saying.spoken for saying in few) == 3 * number
    assert sum(saying.spoken for saying in more) == 6 * number


def test_a_curve_has_a_row_for_each_size(release: Release, sayings: tuple[Saying, ...]) -> None:
    shares: list[float] = []
    table = learning_curve(
        Lesson(sayings, release.analyser, release.calibration.lists),
        ROWS,
        progress=lambda title, share: shares.append(share),
        sizes=(2, None),
    )
    assert [row[0] for row in table.rows] == ["2", "全部"]
    few, full = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    assert float(few["共用说法"]) < float(full["共用说法"])
    assert 0 <= float(few["首位正确"]) <= float(few["主清单在前三"]) <= 1
    assert full["主清单在前三"] == 1
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)
