"""Messages made ready for scoring: each as a whole and cut into clauses, as features and as
vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.encoder.encoder import Encoder, Vectors
from knowledge.index.classifier import Features
from knowledge.index.text import Analyser, clauses, normalise, shorten


@dataclass(frozen=True)
class Span:
    """Where a message stands among the passages: the whole at `whole`, its clauses up to `end`.

    A message of a single clause has no clauses of its own.
    """

    whole: int
    end: int

    @property
    def parts(self) -> slice:
        """Its clauses, or the whole where it has none of its own; never empty."""
        return slice(min(self.whole + 1, self.end - 1), self.end)


@dataclass(frozen=True)
class Passages:
    """The passages of several messages: texts, features and vectors (len(texts), dims) side by
    side.
    """

    texts: tuple[str, ...]
    features: tuple[Features, ...]
    vectors: Vectors
    messages: tuple[Span, ...]


def read_messages(messages: Sequence[str], analyser: Analyser, encoder: Encoder) -> Passages:
    """Normalise, cut and encode. Of a very long message only both ends are read."""
    texts: list[str] = []
    spans: list[Span] = []
    for message in messages:
        whole = normalise(shorten(message))
        parts = clauses(whole)
        start = len(texts)
        texts += [whole, *(parts if len(parts) > 1 else ())]
        spans.append(Span(start, len(texts)))
    features = tuple(analyser.features(text) for text in texts)
    return Passages(tuple(texts), features, encoder.encode(texts), tuple(spans))
