"""Loads an encoder from a folder: ours, or any sentence-transformers model.

Which one is a single setting: the WENZHENG_ENCODER environment variable, or an argument of the
build. Nothing is ever fetched: government networks reach no model hub, so a model is a folder or
it is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder.encoder import EncoderUnusable, Vectors

SETTING = "WENZHENG_ENCODER"
MANIFEST = "manifest.json"
EXPANDED = "features"
BATCH = 256

Expand = Callable[[str], Sequence[str]]


def chosen_encoder(environment: Mapping[str, str]) -> Path | None:
    """The folder the setting names, or None for the encoder we train. Raises EncoderUnusable."""
    named = environment.get(SETTING, "").strip()
    if not named:
        return None
    path = Path(named)
    if not (path / "modules.json").is_file():
        raise EncoderUnusable(
            f"{SETTING} 指定的「{named}」不是 sentence-transformers 模型文件夹(要有 modules.json)。"
        )
    return path


def prepare_offline() -> None:
    """Keep the model libraries from looking for a network, before they are imported."""
    offline = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    for name, value in offline.items():
        os.environ.setdefault(name, value)


def load_encoder(path: Path, *, expand: Expand) -> SentenceEncoder:
    """Load the model in this folder; `expand` gives a text's features, and is used for ours only.

    Our folders say so in their manifest.json. Raises EncoderUnusable when the folder cannot be
    loaded.
    """
    prepare_offline()
    manifest = path / MANIFEST
    ours = (
        manifest.is_file() and json.loads(manifest.read_text("utf-8")).get("expansion") == EXPANDED
    )
    import torch
    from sentence_transformers import SentenceTransformer

    if ours:
        torch.set_num_threads(1)  # adding up a few rows: a second thread costs more than it brings
    try:
        model = SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderUnusable(f"编码模型「{path}」读不出来,请换一个或重新编译。") from error
    return SentenceEncoder(model, expand if ours else None)


@dataclass(frozen=True)
class SentenceEncoder:
    """An Encoder over a SentenceTransformer."""

    model: Any
    expand: Expand | None

    @property
    def dims(self) -> int:
        return int(self.model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dims), dtype=np.float32)
        said = [" ".join(self.expand(text)) for text in texts] if self.expand else list(texts)
        vectors = self.model.encode(
            said, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)
