"""The encoder we train, and any other in its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from knowledge.encoder.base import FOLDER, Base, make_base, open_base, paragraphs, save_base
from knowledge.encoder.encoder import EncoderUnusable
from knowledge.encoder.load import (
    SETTING,
    chosen_encoder,
    load_encoder,
    load_sentences,
    prepare_offline,
)
from knowledge.encoder.train import Example, first_vectors, train_encoder

TOPICS = {
    "入户": ("怎么入户", "买房入户要什么", "户口迁来东莞", "落户口要买房吗", "入户要户口簿"),
    "驾照": ("驾照过期换证", "换驾照要体检", "考驾照去哪里报名", "驾照丢了补证", "体检表和驾照"),
}
TEXTS = [text for texts in TOPICS.values() for text in texts]


def signs(text: str) -> Sequence[str]:
    """A stand-in for the features: single characters and pairs."""
    plain = re.sub(r"\W", "", text)
    return (*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))


EXAMPLES = [Example(signs(text), topic) for topic, texts in TOPICS.items() for text in texts]


def base() -> Base:
    return make_base(TEXTS, signs, dims=16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encoders") / "ours"
    train_encoder(EXAMPLES, base(), path)
    return path


def bytes_below(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    train_encoder(EXAMPLES, base(), tmp_path / "again")
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


def test_the_library_gives_the_same_vectors(folder: Path) -> None:
    texts = [*TEXTS, "怎么怎么入户鼉", "", "鼉龘"]
    ours = load_encoder(folder, expand=signs).encode(texts)
    theirs = load_sentences(folder).encode([" ".join(signs(text)) for text in texts])
    assert ours.any()
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_encoder_of_ours_is_refused_in_chinese(
    folder: Path, tmp_path: Path, name: str
) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / name).write_bytes(b"{}")
    with pytest.raises(EncoderUnusable, match="读不出来"):
        load_encoder(copy, expand=signs)


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


def test_too_little_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few"):
        train_encoder(EXAMPLES[:1], base(), tmp_path / "none")
    with pytest.raises(ValueError, match="two paragraphs"):
        make_base(["户口"], signs)


def test_texts_of_one_topic_are_drawn_together(folder: Path) -> None:
    encoder = load_encoder(folder, expand=signs)
    near = encoder.encode(TEXTS) @ encoder.encode(TEXTS).T
    topics = np.array([example.list_id for example in EXAMPLES])
    same = topics[:, None] == topics[None]
    assert near[same].min() > near[~same].max()


def test_what_was_never_seen_begins_where_the_base_has_it() -> None:
    vocabulary, begin = first_vectors([Example(("新",), "甲"), Example(("新", "旧"), "乙")], base())
    assert not begin[vocabulary.index("新")].any(), "not in the base, but in two examples"
    assert "旧" not in vocabulary
    known = begin[vocabulary.index("户")]
    row = base().vectors[base().features.index("户")]
    assert known @ row == pytest.approx(np.linalg.norm(known))


def test_a_saved_base_is_nearly_the_same(tmp_path: Path) -> None:
    made = base()
    save_base(made, tmp_path)
    read = open_base(tmp_path)
    assert read.features == made.features
    assert (read.vectors * made.vectors).sum(axis=1).min() > 0.999
    assert (tmp_path / "vectors.npy").stat().st_size < 128 + made.vectors.size + 1


def test_our_base_is_small_and_knows_what_words_mean() -> None:
    read = open_base()
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 12_000_000
    assert read.features == tuple(sorted(read.features))
    row = {feature: i for i, feature in enumerate(read.features)}
    near = read.vectors @ read.vectors[row["离婚"]]
    assert near[row["夫妻"]] > near[row["水泥"]]


def test_paragraphs_come_once_and_without_headings() -> None:
    text = (
        "# 第一章 总则和其他的一些规定和说明\n第一条 为了规范登记,制定本条例,自公布之日起施行。\n短"
    )
    assert list(paragraphs([text, text])) == ["第一条 为了规范登记,制定本条例,自公布之日起施行。"]


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
