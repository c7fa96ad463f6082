"""The stages of a build: what each is made from, and how.

Each stage's key names everything it depends on. The encoder and the classifiers learn from titles,
asks and phrasings, not from answers: editing an answer redoes the database and the keyword search,
and leaves every score of every other question where it was.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path

from knowledge.encoder.base import open_base
from knowledge.encoder.encoder import Encoder
from knowledge.encoder.load import load_encoder
from knowledge.encoder.train import Example, train_encoder
from knowledge.index import release
from knowledge.index.builder import SHAPES, builder_version
from knowledge.index.calibrate import Lessons, calibrate
from knowledge.index.calibration import CONSULT, save_calibration
from knowledge.index.classifier import save_classifier, train_classifier
from knowledge.index.database import write_database
from knowledge.index.keywords import build_keywords, save_keywords
from knowledge.index.kinds import Said, all_said
from knowledge.index.places import Places, read_places
from knowledge.index.sayings import Saying, all_questions, all_sayings, answers_of
from knowledge.index.stage import Stage, key_of
from knowledge.index.text import Analyser, Lexicon, read_lexicon
from knowledge.index.vectors import build_space, save_space
from knowledge.model.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Workshop:
    """One build's inputs, and what is worked out from them once. `given` is an encoder not of
    ours.
    """

    knowledge: KnowledgeBase
    sources: dict[str, bytes]
    cache: Path
    given: Path | None

    @cached_property
    def lexicon(self) -> Lexicon:
        return read_lexicon(self.sources, read_places(self.knowledge.shared))

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(self.lexicon, memory=None)

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        return all_sayings(self.knowledge)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        return all_said(self.knowledge, self.sayings)

    @cached_property
    def question_texts(self) -> dict[str, tuple[str, ...]]:
        """What BM25 searches for each question: its asks and answers of every period, its
        phrasings.
        """
        texts: dict[str, list[str]] = {}
        for key, question in all_questions(self.knowledge):
            texts.setdefault(key, []).extend((question.ask, *answers_of(question)))
        for key, phrasings in self.knowledge.phrasings.questions.items():
            texts.setdefault(key, []).extend(phrasings)
        return {key: tuple(found) for key, found in texts.items()}

    def stages(self) -> tuple[Stage, ...]:
        """All stages, each after those whose results it reads."""
        lexicon, places = self.lexicon_key, astuple(self.lexicon.places)
        sayings = [astuple(saying) for saying in self.sayings]
        said = [astuple(one) for one in self.said]
        encoder = self.encoder_key
        database = key_of(self.hashes, builder_version(SHAPES))
        kinds = key_of(lexicon, places, said)
        keywords = key_of(lexicon, self.question_texts)
        messages = [message.model_dump() for message in self.knowledge.phrasings.messages]
        calibration = key_of(encoder, lexicon, places, sayings, messages, said)
        return (
            Stage("database", "", "清单入库", database, self.make_database),
            Stage("encoder", release.ENCODER, "准备编码模型", encoder, self.make_encoder),
            Stage(
                "lists", release.LISTS, "训练清单分类器", key_of(lexicon, sayings), self.make_lists
            ),
            Stage("kinds", release.KINDS, "训练来意分类器", kinds, self.make_kinds),
            Stage("keywords", release.QUESTIONS, "建立关键词索引", keywords, self.make_keywords),
            Stage(
                "space", release.SPACE, "建立向量索引", key_of(encoder, sayings), self.make_space
            ),
            Stage("calibration", release.INDEX, "校准判断尺度", calibration, self.make_calibration),
        )

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of every input file."""
        return {path: hashlib.sha256(text).hexdigest() for path, text in self.sources.items()}

    @cached_property
    def encoder_key(self) -> str:
        if self.given:
            return fingerprint(self.given)
        return key_of(self.lexicon_key, [astuple(saying) for saying in self.sayings])

    @cached_property
    def lexicon_key(self) -> str:
        """For whatever cuts texts into features; places mark messages, they do not cut them."""
        return key_of(astuple(replace(self.lexicon, places=Places())))

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of this build, once its stage is done."""
        return load_encoder(
            self.cache / "encoder" / self.encoder_key, expand=self.analyser.features
        )

    def make_database(self, out: Path) -> None:
        out.mkdir()
        write_database(self.knowledge, out / release.DATABASE)

    def make_encoder(self, out: Path) -> None:
        if self.given:
            shutil.copytree(self.given, out)
        else:
            self._train_encoder(self.sayings, out)

    def _train_encoder(self, sayings: Sequence[Saying], out: Path) -> None:
        features = self.analyser.features
        examples = [Example(features(s.text), s.list_id, s.question_id) for s in sayings]
        train_encoder(examples, open_base(), out)

    def make_lists(self, out: Path) -> None:
        features = [self.analyser.features(saying.text) for saying in self.sayings]
        labels = [saying.list_id for saying in self.sayings]
        save_classifier(train_classifier(features, labels), out)

    def make_kinds(self, out: Path) -> None:
        labels = [one.kind for one in self.said]
        if set(labels) <= {CONSULT}:
            out.mkdir()
            return
        features = [self.analyser.kind_features(one.text) for one in self.said]
        save_classifier(train_classifier(features, labels), out)

    def make_keywords(self, out: Path) -> None:
        documents = {
            key: [feature for text in texts for feature in self.analyser.features(text)]
            for key, texts in self.question_texts.items()
        }
        save_keywords(build_keywords(documents), out)

    def make_space(self, out: Path) -> None:
        vectors = self.encoder.encode([saying.text for saying in self.sayings])
        save_space(build_space(self.sayings, vectors), out)

    def second_encoder(self, sayings: Sequence[Saying]) -> Encoder:
        """An encoder that has seen these sayings only; one that is given has seen none of ours."""
        if self.given:
            return self.encoder
        with tempfile.TemporaryDirectory() as aside:
            self._train_encoder(sayings, Path(aside, "encoder"))
            return load_encoder(Path(aside, "encoder"), expand=self.analyser.features)

    def make_calibration(self, out: Path) -> None:
        messages = self.knowledge.phrasings.messages
        lessons = Lessons(self.sayings, messages, self.said, self.analyser, self.second_encoder)
        out.mkdir()
        save_calibration(calibrate(lessons), out / Path(release.CALIBRATION).name)


def fingerprint(folder: Path) -> str:
    """A key for a folder's content: names and bytes of its files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]
    return key_of([[name, hashlib.sha256(text).hexdigest()] for name, text in named])
