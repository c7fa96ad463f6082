"""The encoder we train, and any other in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from knowledge.encoder.encoder import EncoderUnusable
from knowledge.encoder.load import SETTING, chosen_encoder, load_encoder, prepare_offline
from knowledge.encoder.train import feature_vectors, train_encoder

TOPICS = {
    "入户": ("怎么入户", "买房入户要什么", "户口迁来东莞", "落户口要买房吗", "入户要户口簿"),
    "驾照": ("驾照过期换证", "换驾照要体检", "考驾照去哪里报名", "驾照丢了补证", "体检表和驾照"),
}
TEXTS = [text for texts in TOPICS.values() for text in texts]


def signs(text: str) -> Sequence[str]:
    """A stand-in for the features: single characters and pairs."""
    plain = re.sub(r"\W", "", text)
    return (*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encoders") / "ours"
    train_encoder([signs(text) for text in TEXTS], path)
    return path


def bytes_below(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    train_encoder([signs(text) for text in TEXTS], tmp_path / "again")
    assert bytes_below(tmp_path / "again") == bytes_below(folder)
    assert "model.safetensors" in bytes_below(folder)


def test_it_needs_no_code_of_ours_to_be_loaded(folder: Path) -> None:
    modules = (folder / "modules.json").read_text("utf-8")
    assert "StaticEmbedding" in modules
    assert "knowledge" not in modules
    assert not list(folder.rglob("*.py"))


def test_the_unknown_weighs_nothing(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")["embedding.weight"]
    assert not weights[0].any()
    assert weights[1:].any(axis=1).mean() > 0.9
    encoder = load_encoder(folder, expand=signs)
    with_unknown, without = encoder.encode(["怎么入户鼉龘", "怎么入户"])
    np.testing.assert_allclose(with_unknown, without, atol=1e-6)


def test_vectors_have_length_one_or_none(folder: Path) -> None:
    encoder = load_encoder(folder, expand=signs)
    vectors = encoder.encode([*TEXTS, "", "鼉龘"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS) + 2, encoder.dims)
    lengths = np.linalg.norm(vectors, axis=1)
    np.testing.assert_allclose(lengths[:-2], 1, atol=1e-5)
    assert not lengths[-2:].any()
    assert encoder.encode([]).shape == (0, encoder.dims)


def test_what_means_the_same_lies_closer(folder: Path) -> None:
    encoder = load_encoder(folder, expand=signs)
    said, same, other = encoder.encode(["户口怎么迁", "落户口要买房吗", "驾照丢了补证"])
    assert said @ same > said @ other


def test_too_little_is_refused() -> None:
    for documents in ([], [["户"]], [["户"], ["证"]]):
        with pytest.raises(ValueError, match="too few"):
            feature_vectors(documents, seed=0)


def test_another_model_gets_the_words_as_they_are(tmp_path: Path) -> None:
    prepare_offline()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "入户": 1, "驾照": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    weights = np.eye(3, dtype=np.float32)
    foreign = SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights)], device="cpu")
    foreign.save(str(tmp_path / "foreign"), create_model_card=False)

    path = chosen_encoder({SETTING: str(tmp_path / "foreign")})
    assert path is not None
    vectors = load_encoder(path, expand=signs).encode(["入户", "驾照 驾照"])
    np.testing.assert_allclose(vectors, np.eye(3, dtype=np.float32)[1:])


def test_no_setting_means_ours() -> None:
    assert chosen_encoder({}) is None
    assert chosen_encoder({SETTING: " "}) is None


def test_a_folder_without_a_model_is_refused_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnusable, match="不是 sentence-transformers 模型文件夹"):
        chosen_encoder({SETTING: str(tmp_path)})
    (tmp_path / "modules.json").write_text("[", encoding="utf-8")
    with pytest.raises(EncoderUnusable, match="读不出来"):
        load_encoder(tmp_path, expand=signs)
