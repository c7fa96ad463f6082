"""A release: an immutable folder that holds everything needed to answer, named by what went into
it.

    <name>/manifest.json   format, inputs with their hashes, stages with their keys
           release.db      the knowledge base
           index/          lexicon.json, lists/, kinds/, questions/, space/, calibration.json
           encoder/        a sentence-transformers folder
           sources/        the YAML itself

A folder without a manifest of this format is refused. Opening reads little: parts are read when
asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.index.calibration import Calibration, open_calibration
from knowledge.index.classifier import open_classifier
from knowledge.index.database import read_database
from knowledge.index.keywords import open_keywords
from knowledge.index.kinds import KindRecogniser
from knowledge.index.recognition import ListRecogniser, QuestionRecogniser
from knowledge.index.text import Analyser, Lexicon
from knowledge.index.vectors import Space, open_space
from knowledge.model.knowledge_base import KnowledgeBase

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "release.db"
ENCODER = "encoder"
SOURCES = "sources"
CURRENT = "current"
INDEX = "index"
LEXICON = "index/lexicon.json"
LISTS = "index/lists"
KINDS = "index/kinds"
QUESTIONS = "index/questions"
SPACE = "index/space"
CALIBRATION = "index/calibration.json"

LEXICON_SHAPE = TypeAdapter(Lexicon)


class ReleaseUnusable(Exception):
    """The folder is no release, or one of another format. The message is for whoever runs us
    (Chinese).
    """


@dataclass(frozen=True)
class Release:
    """An opened release; each part is read once, when it is first needed."""

    name: str
    path: Path
    manifest: dict[str, Any]

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        return read_database(self.path / DATABASE)

    @cached_property
    def analyser(self) -> Analyser:
        return Analyser(LEXICON_SHAPE.validate_json((self.path / LEXICON).read_bytes()))

    @cached_property
    def space(self) -> Space:
        return open_space(self.path / SPACE)

    @cached_property
    def lists(self) -> ListRecogniser:
        return ListRecogniser(open_classifier(self.path / LISTS), self.space)

    @cached_property
    def questions(self) -> QuestionRecogniser:
        keywords = open_keywords(self.path / QUESTIONS)
        return QuestionRecogniser(self.lists.lists, keywords, self.space)

    @cached_property
    def kinds(self) -> KindRecogniser:
        described = any((self.path / KINDS).iterdir())
        return KindRecogniser(open_classifier(self.path / KINDS) if described else None)

    @cached_property
    def calibration(self) -> Calibration:
        return open_calibration(self.path / CALIBRATION)

    @property
    def encoder_path(self) -> Path:
        return self.path / ENCODER


def open_release(path: Path) -> Release:
    """Open a release folder, or the link `current` to one. Raises ReleaseUnusable."""
    folder = path.resolve()
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseUnusable(
            f"「{path}」里没有编译好的发布版本,请先运行 wenzheng build。"
        ) from error
    if manifest.get("format") != FORMAT:
        raise ReleaseUnusable(f"「{path}」是旧格式的发布版本,请重新运行 wenzheng build。")
    return Release(manifest["name"], folder, manifest)
