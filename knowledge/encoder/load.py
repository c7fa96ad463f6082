"""Loads an encoder from a folder: ours, or any sentence-transformers model.

Which one is a single setting: the WENZHENG_ENCODER environment variable, or an argument of the
build. Nothing is ever fetched: government networks reach no model hub, so a model is a folder or
it is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder.encoder import Encoder, EncoderUnusable, Vectors
from knowledge.encoder.features import Expand, open_features

SETTING = "WENZHENG_ENCODER"
MANIFEST = "manifest.json"
EXPANDED = "features"
BATCH = 256


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


def load_encoder(path: Path, *, expand: Expand) -> Encoder:
    """Load the model in this folder; `expand` gives a text's features, and is used for ours only.

    Our folders say so in their manifest.json and need no PyTorch (features.py); any other is loaded
    by sentence-transformers. Raises EncoderUnusable when the folder cannot be loaded.
    """
    return open_features(path, expand=expand) if _ours(path) else load_sentences(path)


def _ours(path: Path) -> bool:
    manifest = path / MANIFEST
    return (
        manifest.is_file() and json.loads(manifest.read_text("utf-8")).get("expansion") == EXPANDED
    )


def load_sentences(path: Path) -> SentenceEncoder:
    """Load any sentence-transformers folder. Raises EncoderUnusable."""
    prepare_offline()
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderUnusable(f"编码模型「{path}」读不出来,请换一个或重新编译。") from error
    return SentenceEncoder(model)


@dataclass(frozen=True)
class SentenceEncoder:
    """An Encoder over a SentenceTransformer."""

    model: Any

    @property
    def dims(self) -> int:
        return int(self.model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dims), dtype=np.float32)
        vectors = self.model.encode(
            list(texts), batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)
