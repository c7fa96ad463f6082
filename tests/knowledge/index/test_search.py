"""Keywords, vectors, and the weighing of what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.keywords import build_keywords, open_keywords, save_keywords
from knowledge.index.passages import Span
from knowledge.index.sayings import Saying
from knowledge.index.vectors import build_space, open_space, save_space
from knowledge.index.weighing import (
    EVIDENCE,
    Weighing,
    fit_weighing,
    message_evidence,
    probability,
    standard,
)


def test_keywords_rank_by_shared_words_and_are_read_back(tmp_path: Path) -> None:
    keywords = build_keywords({"b/two": ["签", "注", "证"], "a/one": ["登", "记", "证"]})
    scores = keywords.scores([["签", "注", "鼉"], []])
    assert keywords.ids == ("a/one", "b/two")
    assert scores[0, 1] > scores[0, 0] == 0
    assert not scores[1].any()
    np.testing.assert_allclose(scores[0], keywords.ranking.get_scores(["签", "注"]))
    save_keywords(keywords, tmp_path / "questions")
    again = open_keywords(tmp_path / "questions")
    assert again.ids == keywords.ids
    np.testing.assert_array_equal(again.scores([["签", "注", "鼉"], []]), scores)
    assert not again.scores([["鼉"]]).any()


def test_nothing_to_search_is_searched_in_vain(tmp_path: Path) -> None:
    save_keywords(build_keywords({}), tmp_path / "questions")
    assert open_keywords(tmp_path / "questions").scores([["证"]]).shape == (1, 0)


def test_space_finds_neighbours_and_prototypes(tmp_path: Path) -> None:
    sayings = [
        Saying("入户", "hukou", None, spoken=False),
        Saying("怎么入户", "hukou", "hukou/how", spoken=True),
        Saying("换驾照", "licence", None, spoken=True),
    ]
    vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]], dtype=np.float32)
    save_space(build_space(sayings, vectors), tmp_path / "space")
    space = open_space(tmp_path / "space")
    assert space.sayings == tuple(sayings)
    np.testing.assert_array_equal(space.vectors, vectors)
    near = space.nearest_to(np.array([0.9, 0.1, 0], dtype=np.float32), 9)
    assert [saying.text for saying, _ in near] == ["入户", "怎么入户", "换驾照"]
    assert space.nearest_to(np.zeros(3, dtype=np.float32), 9) == ()
    prototypes = space.prototypes(["licence", "hukou", "unsaid"])
    np.testing.assert_allclose(np.linalg.norm(prototypes, axis=1), [1, 1, 0], atol=1e-6)
    np.testing.assert_array_equal(prototypes[0], vectors[2])
    of_question = space.prototypes(["hukou/how"], of_questions=True)
    np.testing.assert_allclose(of_question[0], vectors[1], atol=1e-6)


def test_standard_scores() -> None:
    np.testing.assert_allclose(standard(np.array([[1.0, 2, 3]])), [[-1.2247449, 0, 1.2247449]])
    assert not standard(np.array([[5.0, 5, 5]])).any()
    assert standard(np.zeros((2, 0))).shape == (2, 0)


def test_one_clause_is_the_whole() -> None:
    logits = np.array([[1.0, -2], [3, 0], [0, 4], [5, 5]])
    evidence = message_evidence(logits, [Span(0, 1), Span(1, 4)])
    assert evidence.shape == (2, 2, EVIDENCE)
    np.testing.assert_array_equal(evidence[0, :, :4], [[1, 1, 1, 1], [-2, -2, -2, -2]])
    np.testing.assert_array_equal(evidence[1, :, :4], [[3, 5, 0, 2.5], [0, 5, 4, 4.5]])
    np.testing.assert_array_equal(evidence[0, :, 4:6], [[0, 0], [-3, -3]])
    np.testing.assert_array_equal(evidence[1, :, 4:6], [[0, 0], [-3, 0]])
    assert not evidence[0, :, 6:].any()


def test_weighing_finds_which_signal_tells() -> None:
    chance = np.random.default_rng(0)
    wanted = np.eye(4, dtype=bool)[chance.integers(0, 4, 200)]
    telling = wanted + chance.normal(0, 0.3, wanted.shape)
    noise = chance.normal(0, 1, wanted.shape)
    spans = [Span(i, i + 1) for i in range(200)]
    weighing = fit_weighing(np.stack([telling, noise], axis=-1), spans, wanted)
    assert weighing.signals[0] > 5 * abs(weighing.signals[1])
    logits = weighing.passage_logits(np.stack([telling, noise], axis=-1))
    found = probability(weighing.message_logits(logits, spans))
    assert found[wanted].mean() > 0.8 > 0.2 > found[~wanted].mean()


def test_nothing_wanted_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="class"):
        fit_weighing(
            np.zeros((3, 2, 1)), [Span(i, i + 1) for i in range(3)], np.zeros((3, 2), bool)
        )


def test_probabilities_stay_between() -> None:
    found = probability(np.array([-1e9, 0, 1e9]))
    assert 0 < found[0] < found[1] == 0.5 < found[2] < 1
    assert Weighing((1.0, 0.0), ()).passage_logits(np.ones((1, 1, 1))).shape == (1, 1)
