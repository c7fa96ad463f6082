"""The encoder that ships with the product: one vector per feature of the text, averaged.

Features come in ready (words, characters, character pairs: knowledge/index/text.py); this file
only counts them. A feature begins where the base has it (base.py; at zero if it has not), weighted
by how rare it is among the texts, and is then tuned in seconds: texts of the same label are drawn
together, all others apart (supervised contrastive loss, Khosla et al. 2020). The result is a
native sentence-transformers folder, loaded like any other model, without code of its own. What is
unknown stays at zero and is never trained: it would come to stand for whatever is unusual.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.base import Base
from knowledge.encoder.encoder import Vectors
from knowledge.encoder.load import EXPANDED, MANIFEST, prepare_offline

if TYPE_CHECKING:
    import torch

UNKNOWN = "[UNK]"
ROUNDS = 12
BATCH = 256
RATE = 0.01
TEMPERATURE = 0.05
LEFT_OUT = 0.3  # of a text's features in each round: none may carry a text alone
SAME_QUESTION = 3.0  # how much closer texts of one question belong than texts of one list


@dataclass(frozen=True)
class Example:
    """A text's features, and what it is about: a list, and a question of it where known."""

    features: Sequence[str]
    list_id: str
    question_id: str | None = None


def train_encoder(examples: Sequence[Example], base: Base, out: Path, *, seed: int = 0) -> None:
    """Write a model folder to `out`, which must not exist.

    Features must not contain whitespace. The same examples, base and seed give the same bytes on
    the same machine. Raises ValueError for fewer than two examples.
    """
    if len(examples) < 2:
        raise ValueError("too few texts to train an encoder")
    vocabulary, begin = first_vectors(examples, base)
    vectors = tune(examples, vocabulary, begin, seed=seed)
    out.mkdir(parents=True)
    _save(vocabulary, vectors, out)
    manifest = {"expansion": EXPANDED, "dims": base.dims, "features": len(vocabulary)}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def first_vectors(examples: Sequence[Example], base: Base) -> tuple[list[str], Vectors]:
    """Every feature of the base or of two examples, sorted, and where it begins."""
    seen = Counter(feature for example in examples for feature in set(example.features))
    rows = {feature: row for row, feature in enumerate(base.features)}
    vocabulary = sorted(rows.keys() | {feature for feature, count in seen.items() if count > 1})
    known = np.array([rows.get(feature, -1) for feature in vocabulary])
    rarity = np.log(len(examples) / np.array([max(seen[f], 1) for f in vocabulary]))
    begin = np.zeros((len(vocabulary), base.dims), dtype=np.float32)
    begin[known >= 0] = base.vectors[known[known >= 0]]
    return vocabulary, np.asarray(begin * rarity[:, None], dtype=np.float32)


def tune(
    examples: Sequence[Example], vocabulary: Sequence[str], begin: Vectors, *, seed: int
) -> Vectors:
    """The vectors after ROUNDS times through the examples, in an order and with omissions drawn
    from `seed`. One thread, so that the sums run in one order.
    """
    import torch

    number = {feature: i for i, feature in enumerate(vocabulary)}
    told = [_numbers(example.features, number) for example in examples]
    labels = _Labels(examples)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.tensor(begin), freeze=False, mode="mean", sparse=True
        )
        learning: Any = torch.optim.SparseAdam(bag.parameters(), lr=RATE)
        for some, kept in _batches(told, np.random.default_rng(seed)):
            starts = np.cumsum([0, *(len(numbers) for numbers in kept[:-1])])
            vectors = bag(torch.tensor(np.concatenate(kept)), torch.tensor(starts))
            loss = _apart(vectors, torch.tensor(labels.alike(some)))
            learning.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            learning.step()
        return np.array(bag.weight.detach().numpy(), dtype=np.float32)
    finally:
        torch.set_num_threads(threads)


def _batches(
    told: Sequence[NDArray[np.int64]], chance: np.random.Generator
) -> Iterator[tuple[NDArray[np.int64], list[NDArray[np.int64]]]]:
    """ROUNDS times all texts of which something is known: which ones, and what is kept of each."""
    usable = np.array([i for i, numbers in enumerate(told) if len(numbers)], dtype=np.int64)
    for _ in range(ROUNDS):
        order = chance.permutation(usable)
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            yield some, [_some_of(told[i], chance) for i in some]


class _Labels:
    """How much alike examples should be: 0 of other lists, 1 of the same, more of one question."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._lists = np.array([example.list_id for example in examples])
        asked = [example.question_id or f"-{i}" for i, example in enumerate(examples)]
        self._questions = np.array(asked)

    def alike(self, some: NDArray[np.int64]) -> NDArray[np.float32]:
        """(some, some) float32, 0 on the diagonal."""
        lists, questions = self._lists[some], self._questions[some]
        found = (lists[:, None] == lists[None]).astype(np.float32)
        found += (SAME_QUESTION - 1) * (questions[:, None] == questions[None])
        np.fill_diagonal(found, 0)
        return np.asarray(found, dtype=np.float32)


def _apart(vectors: torch.Tensor, alike: torch.Tensor) -> torch.Tensor:
    """Supervised contrastive loss over a batch; texts that are like no other do not count."""
    import torch

    units = torch.nn.functional.normalize(vectors, dim=1)
    near = units @ units.T / TEMPERATURE
    near = near.masked_fill(torch.eye(len(units), dtype=torch.bool), -1e9)
    share = near - torch.logsumexp(near, 1, keepdim=True)
    weight = alike.sum(1)
    found = -(share * alike).sum(1) / weight.clamp(min=1)
    return found[weight > 0].sum() / (weight > 0).sum().clamp(min=1)


def _numbers(features: Sequence[str], number: dict[str, int]) -> NDArray[np.int64]:
    """Numbers of the features that are known, in order, as often as they occur."""
    return np.array(sorted(number[f] for f in features if f in number), dtype=np.int64)


def _some_of(numbers: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.int64]:
    kept = numbers[chance.random(len(numbers)) > LEFT_OUT]
    return kept if len(kept) else numbers


def _save(vocabulary: Sequence[str], vectors: Vectors, out: Path) -> None:
    """A StaticEmbedding over whitespace-separated features; what it does not know weighs
    nothing.
    """
    prepare_offline()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    index = {UNKNOWN: 0} | {feature: i for i, feature in enumerate(vocabulary, start=1)}
    tokenizer = Tokenizer(models.WordLevel(index, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    weights = np.vstack([np.zeros((1, vectors.shape[1]), dtype=np.float32), vectors])
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights), Normalize()], device="cpu"
    )
    model.save(str(out), create_model_card=False)
