"""Our own encoder without the way round: a row for each feature, added up, of length 1.

The folder is a native sentence-transformers model and gives the same vectors there (a test
compares). For ours the library's way (join the features, cut them apart again, batch, copy)
takes fifty times as long as the sum it comes to, and bringing PyTorch in takes most of a start.
Refuses a folder that does not hold what train.py writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from knowledge.encoder.encoder import EncoderUnusable, Vectors

TOKENIZER, WEIGHTS, ROWS = "tokenizer.json", "model.safetensors", "embedding.weight"

Expand = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class FeatureEncoder:
    """An Encoder over a row (features, dims) for each feature that is known."""

    numbers: Mapping[str, int]
    rows: Vectors
    expand: Expand

    @property
    def dims(self) -> int:
        return int(self.rows.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        sums = np.zeros((len(texts), self.dims), dtype=np.float32)
        for number, text in enumerate(texts):
            found = map(self.numbers.get, self.expand(text))
            known = [row for row in found if row is not None]
            if known:
                sums[number] = self.rows[known].sum(axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def open_features(path: Path, *, expand: Expand) -> FeatureEncoder:
    """Read a folder that train.py wrote. Raises EncoderUnusable."""
    try:
        numbers = json.loads((path / TOKENIZER).read_text("utf-8"))["model"]["vocab"]
        rows = load_file(path / WEIGHTS)[ROWS]
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise EncoderUnusable(f"编码模型「{path}」读不出来,请重新编译。") from error
    return FeatureEncoder(numbers, rows, expand)
