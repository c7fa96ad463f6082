"""The linear classifier: learned, kept without pickles, mapped from disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.classifier import open_classifier, save_classifier, train_classifier

TEXTS = [
    "怎么入户",
    "户口迁来",
    "入户要什么",
    "驾照过期",
    "换驾照",
    "驾照丢了",
    "交社保",
    "社保断了",
]
LABELS = ["hukou"] * 3 + ["licence"] * 3 + ["insurance"] * 2


def test_it_learns_and_is_read_back_the_same(tmp_path: Path) -> None:
    features = [list(text) for text in TEXTS]
    classifier = train_classifier(features, LABELS)
    margins = classifier.margins(features)
    assert classifier.classes == ("hukou", "insurance", "licence")
    assert [classifier.classes[row.argmax()] for row in margins] == LABELS

    save_classifier(classifier, tmp_path / "lists")
    again = open_classifier(tmp_path / "lists")
    np.testing.assert_array_equal(again.margins(features), margins)
    assert {path.suffix for path in (tmp_path / "lists").iterdir()} == {".npy", ".json"}
    for path in (tmp_path / "lists").glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_the_same_texts_give_the_same_weights() -> None:
    features = [list(text) for text in TEXTS]
    first, second = (train_classifier(features, LABELS) for _ in range(2))
    np.testing.assert_array_equal(first.weights, second.weights)


def test_two_classes_get_a_margin_each() -> None:
    classifier = train_classifier([list(text) for text in TEXTS[:6]], LABELS[:6])
    margins = classifier.margins([list("入户"), list("驾照")])
    assert margins[0, 0] > 0 > margins[0, 1]
    assert margins[1, 1] > 0 > margins[1, 0]


def test_what_was_never_seen_says_nothing() -> None:
    classifier = train_classifier([list(text) for text in TEXTS], LABELS)
    np.testing.assert_array_equal(classifier.margins([["鼉"], []]), [classifier.bias] * 2)
    assert classifier.knows(["鼉"]) == 0
    assert classifier.knows(list("入户")) == 2


def test_one_class_is_refused() -> None:
    with pytest.raises(ValueError, match="two classes"):
        train_classifier([["户"]], ["hukou"])
