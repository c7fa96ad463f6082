"""A linear classifier over features: which of the 118 lists, and which kind of message.

TF-IDF over words, characters and pairs, one support vector machine a class against the rest
(scikit-learn's LinearSVC, seeded). Kept as arrays and a vocabulary, never as a pickle: a release
must be readable without running anything it contains. Weights are mapped from disk, shared by all
processes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

Features = Sequence[str]
Margins = NDArray[np.float32]

REGULARISATION = (
    0.3  # by cross-validation over the phrasings; 1.0 loses two points on real messages
)


@dataclass(frozen=True)
class Vocabulary:
    """Features that the classifier knows, and how rare each is."""

    index: dict[str, int]
    rarity: NDArray[np.float32]

    def weigh(self, features: Features) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Known features of one text: their numbers and TF-IDF weights, of length 1 together."""
        counts = Counter(map(self.index.get, features))
        counts.pop(None, None)
        numbers = np.fromiter(counts, dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(often)) * self.rarity[numbers]
        length = float(np.linalg.norm(weights))
        return numbers, (weights / length if length else weights).astype(np.float32)


@dataclass(frozen=True)
class Classifier:
    """`weights` is (features, classes) float32, `bias` (classes,); a margin above 0 says yes."""

    classes: tuple[str, ...]
    vocabulary: Vocabulary
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def margins(self, texts: Sequence[Features]) -> Margins:
        """(len(texts), classes) float32. A text without a known feature gets the bias."""
        found = np.empty((len(texts), len(self.classes)), dtype=np.float32)
        for row, features in enumerate(texts):
            numbers, weights = self.vocabulary.weigh(features)
            found[row] = weights @ self.weights[numbers] + self.bias
        return found

    def knows(self, features: Features) -> int:
        """How many of these features were ever seen."""
        return sum(feature in self.vocabulary.index for feature in features)


def train_classifier(
    texts: Sequence[Features], labels: Sequence[str], *, seed: int = 0
) -> Classifier:
    """One class against the rest for each label. Raises ValueError for fewer than two labels."""
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    classes = sorted(set(labels))
    if len(classes) < 2:
        raise ValueError("a classifier needs two classes")
    vocabulary = _learn_vocabulary(texts)
    number = {label: i for i, label in enumerate(classes)}
    machine = LinearSVC(C=REGULARISATION, class_weight="balanced", random_state=seed)
    machine.fit(_matrix(vocabulary, texts), [number[label] for label in labels])
    weights, bias = machine.coef_, machine.intercept_
    if len(classes) == 2:  # scikit-learn keeps one machine for two classes
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return Classifier(
        tuple(classes),
        vocabulary,
        np.ascontiguousarray(weights.T, dtype=np.float32),
        bias.astype(np.float32),
    )


def _learn_vocabulary(texts: Sequence[Features]) -> Vocabulary:
    seen = Counter(feature for features in texts for feature in set(features))
    known = sorted(seen)
    counts = np.array([seen[feature] for feature in known])
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
    return Vocabulary({f: i for i, f in enumerate(known)}, rarity.astype(np.float32))


def _matrix(vocabulary: Vocabulary, texts: Sequence[Features]) -> sp.csr_matrix:
    rows = [vocabulary.weigh(features) for features in texts]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in rows)])
    numbers = np.concatenate([numbers for numbers, _ in rows])
    weights = np.concatenate([weights for _, weights in rows])
    return sp.csr_matrix((weights, numbers, ends), shape=(len(rows), len(vocabulary.index)))


def save_classifier(classifier: Classifier, out: Path) -> None:
    """Write the classifier into a new folder."""
    out.mkdir(parents=True)
    np.save(out / "weights.npy", classifier.weights)
    np.save(out / "bias.npy", classifier.bias)
    np.save(out / "rarity.npy", classifier.vocabulary.rarity)
    words = {"classes": classifier.classes, "features": list(classifier.vocabulary.index)}
    (out / "vocabulary.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def open_classifier(path: Path) -> Classifier:
    """Read a saved classifier; the weights stay on disk until they are used."""
    words = json.loads((path / "vocabulary.json").read_text("utf-8"))
    index = {feature: i for i, feature in enumerate(words["features"])}
    return Classifier(
        tuple(words["classes"]),
        Vocabulary(index, np.load(path / "rarity.npy")),
        np.asarray(np.load(path / "weights.npy", mmap_mode="r")),
        np.load(path / "bias.npy"),
    )
