"""The stages of a build: what each is made from, and how.

Each stage's key names everything it depends on. The encoder and the classifiers learn from titles,
asks and phrasings, not from answers: editing an answer redoes the database and the keyword search,
and leaves every score of every other question where it was.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path

from knowledge.encoder.encoder import Encoder
from knowledge.encoder.load import load_encoder
from knowledge.encoder.train import train_encoder
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
from knowledge.index.vectors import build_space, open_space, save_space
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
        calibration = key_of(encoder, lexicon, places, sayings, said)
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
        return key_of(self.lexicon_key, sorted({saying.text for saying in self.sayings}))

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
            texts = sorted({saying.text for saying in self.sayings})
            train_encoder([self.analyser.features(text) for text in texts], out)

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

    def make_calibration(self, out: Path) -> None:
        space = next(stage for stage in self.stages() if stage.name == "space")
        vectors = open_space(self.cache / space.name / space.key).vectors
        lessons = Lessons(self.sayings, vectors, self.said, self.analyser, self.encoder)
        out.mkdir()
        save_calibration(calibrate(lessons), out / Path(release.CALIBRATION).name)


def fingerprint(folder: Path) -> str:
    """A key for a folder's content: names and bytes of its files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]
    return key_of([[name, hashlib.sha256(text).hexdigest()] for name, text in named])
