"""Reads inquiry_lists/ and nlu_data/ into a knowledge base, with every fault of reading and shape.

A draft is complete or it is not there: references are only checked between files that could all
be read, so that one broken shared file does not bring ten consequences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from knowledge.compiler.document import Node, Unreadable, read_document
from knowledge.compiler.draft import SHARED, Draft
from knowledge.compiler.problem import Problem, perhaps
from knowledge.compiler.shapes import read_shape
from knowledge.model.inquiry_list import Catalog, CatalogRow, Goal, InquiryList
from knowledge.model.kind import Kind
from knowledge.model.knowledge_base import Act, KnowledgeBase, Message, Phrasings, Shared
from knowledge.model.shape import Shape, Text
from knowledge.model.shared import (
    Department,
    Fact,
    Law,
    Material,
    Parameter,
    Person,
    Place,
    Situation,
)

CATALOG = "inquiry_lists/catalog.yml"
PHRASINGS = "nlu_data/phrasings"
ACTS = "nlu_data/acts"
MESSAGES = "nlu_data/messages"
SYNONYMS = "nlu_data/lexicon/synonyms.yml"
SUFFIXES = (".yml", ".yaml", ".txt")
REGISTERS: dict[str, type[Any]] = {
    "persons": Person,
    "facts": Fact,
    "parameters": Parameter,
    "goals": Goal,
    "situations": Situation,
    "materials": Material,
    "places": Place,
    "departments": Department,
    "laws": Law,
}
OF_THE_LIST = "list"
_READ = re.compile(
    r"inquiry_lists/(catalog|[^/]+/[^/]+)\.yml"
    r"|nlu_data/(phrasings/[^/]+/[^/]+|(acts|messages|lexicon)/[^/]+)\.yml"
    r"|nlu_data/lexicon/[^/]+\.txt"
)
T = TypeVar("T")


class ActFile(Shape):
    """nlu_data/acts/<name>.yml. The kinds are those of DESIGN section 7."""

    act: Text
    kind: Kind
    says: tuple[Text, ...]


class Word(Shape):
    """One line of the synonyms: what citizens say, and the words to search with."""

    say: Text
    means: Text
    note: Text | None = None
    example: Text | None = None


@dataclass(frozen=True)
class Loaded:
    """The draft (None when something could not be read), the faults, every input file's bytes."""

    draft: Draft | None
    problems: tuple[Problem, ...]
    sources: dict[str, bytes]

    @property
    def knowledge(self) -> KnowledgeBase | None:
        return self.draft.knowledge if self.draft else None


def read_sources(root: Path) -> dict[str, bytes]:
    """Every input file below inquiry_lists/ and nlu_data/ but the held-out data.

    Relative path -> bytes, sorted. Hidden files are none of ours.
    """
    found = sorted(
        path
        for folder in ("inquiry_lists", "nlu_data")
        for path in (root / folder).rglob("*")
        if path.suffix in SUFFIXES and "heldout" not in path.parts and path.is_file()
    )
    named = {path.relative_to(root).as_posix(): path for path in found if path.name[0] != "."}
    return {name: path.read_bytes() for name, path in named.items()}


def load_knowledge(root: Path) -> Loaded:
    """Load the project at root. Never raises for what editors wrote."""
    return load_sources(read_sources(root))


def load_sources(sources: dict[str, bytes]) -> Loaded:
    """Load from bytes: what the checker, the builder and the tests call."""
    reading = _Reading(sources)
    reading.misplaced()
    catalog = reading.shape(CATALOG, Catalog)
    shared = reading.shared()
    lists = reading.lists({row.id: row for row in catalog.lists} if catalog else None)
    phrasings = reading.phrasings()
    reading.synonyms()
    problems = tuple(sorted(set(reading.problems)))
    if problems or catalog is None:
        return Loaded(None, problems, sources)
    knowledge = KnowledgeBase(catalog, shared, lists, phrasings)
    return Loaded(Draft(knowledge, reading.documents), (), sources)


class _Reading:
    """Collects documents and problems while the files are read."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.sources = sources
        self.documents: dict[str, Node] = {}
        self.problems: list[Problem] = []
        self.told: set[tuple[str, int]] = set()

    def note(self, path: str, line: int, code: str, message: str, mend: str) -> None:
        self.problems.append(Problem(path, line, code, message, mend))

    def misplaced(self) -> None:
        """A file that nothing reads would be missed by nobody but the citizen."""
        for path in self.sources:
            if _READ.fullmatch(path):
                continue
            mend = (
                f"清单放在 inquiry_lists/主题/清单.yml,说法放在 {PHRASINGS}/主题/清单.yml;"
                "用不着的就删去。"
            )
            if not path.endswith(".yml"):
                mend = f"清单的后缀要写成 .yml,改名为「{path.rsplit('.', 1)[0]}.yml」。"
            self.note(path, 1, "E111", "系统不会读这个文件", mend)

    def document(self, path: str) -> Node | None:
        if path not in self.sources:
            mend = "它不能少:从上一个发布版本里取回,放回原处。"
            self.note(path, 1, "E110", "缺少这个文件", mend)
            return None
        try:
            node, problems = read_document(path, self.sources[path])
        except Unreadable as error:
            self.problems.append(error.problem)
            return None
        self.documents[path] = node
        self.problems += problems
        self.told |= {(path, problem.line) for problem in problems}
        return node

    def shape(self, path: str, shape: type[T]) -> T | None:
        node = self.document(path)
        return self.typed(path, node, shape) if node else None

    def typed(self, path: str, node: Node, shape: type[T]) -> T | None:
        """The value, or None: what could not be read on a line is not told again as a misfit."""
        value, problems = read_shape(path, node, shape)
        self.problems += (one for one in problems if (path, one.line) not in self.told)
        return value

    def shared(self) -> Shared:
        for path in self._below(SHARED):
            name = path.removeprefix(f"{SHARED}/").removesuffix(".yml")
            if name not in REGISTERS:
                known = [f"{register}.yml" for register in REGISTERS]
                mend = f"{perhaps(f'{name}.yml', known)}共享文件只有:{'、'.join(known)}。"
                self.note(path, 1, "E111", "系统不会读这个文件", mend)
        return Shared(
            **{
                name: self.entries(f"{SHARED}/{name}.yml", shape)
                for name, shape in REGISTERS.items()
            }
        )

    def entries(self, path: str, shape: type[T]) -> dict[str, T]:
        """The entries of a register by id, in the order of the file."""
        node = self.document(path)
        if node is None:
            return {}
        if not isinstance(node.value, list):
            message, mend = "整个文件应该是一列条目", "每个条目以「- id: …」开头。"
            self.note(path, node.line, "E122", message, mend)
            return {}
        found: dict[str, T] = {}
        for entry in node.value:
            value: Any = self.typed(path, entry, shape)
            if value is not None and value.id in found:
                message, mend = f"编号「{value.id}」用了两次", "给后一个换编号;重复的就删去。"
                self.note(path, entry.line, "E201", message, mend)
            elif value is not None:
                found[value.id] = value
        return found

    def lists(self, rows: dict[str, CatalogRow] | None) -> dict[str, InquiryList]:
        found: dict[str, InquiryList] = {}
        for path in self.sources:
            folder, _, name = path.removesuffix(".yml").rpartition("/")
            if path.startswith(f"{SHARED}/") or not _is_list(path):
                continue
            value = self.shape(path, InquiryList)
            if rows is None:
                continue
            if name not in rows:
                message = f"目录 catalog.yml 里没有「{name}」这张清单"
                mend = f"{perhaps(name, rows)}文件名要和目录里的编号一样。"
                self.note(path, 1, "E211", message, mend)
            elif folder != f"inquiry_lists/{rows[name].theme}":
                message = f"「{name}」不属于主题「{folder.rpartition('/')[2]}」"
                mend = f"把文件移到 inquiry_lists/{rows[name].theme}/ 下面。"
                self.note(path, 1, "E211", message, mend)
            elif value and value.id != name:
                line = self.documents[path].line_at(("id",))
                message = f"编号「{value.id}」和文件名「{name}」不一样"
                self.note(path, line, "E211", message, f"写成「id: {name}」。")
            elif value:
                found[name] = value
        return found

    def phrasings(self) -> Phrasings:
        sayings: dict[str, tuple[str, ...]] = {}
        questions: dict[str, tuple[str, ...]] = {}
        for path in self._below(PHRASINGS):
            name = path.rpartition("/")[2].removesuffix(".yml")
            for key, says in (self.shape(path, dict[str, tuple[str, ...]]) or {}).items():
                if key == OF_THE_LIST:
                    sayings[name] = says
                else:
                    questions[f"{name}/{key}"] = says
        messages = [
            message
            for path in self._below(MESSAGES)
            for message in self.shape(path, tuple[Message, ...]) or ()
        ]
        return Phrasings(sayings, questions, dict(self.acts()), tuple(messages))

    def acts(self) -> Iterator[tuple[str, Act]]:
        for path in self._below(ACTS):
            name = path.rpartition("/")[2].removesuffix(".yml")
            value = self.shape(path, ActFile)
            if value:
                yield name, Act(value.act, value.kind, value.says)

    def synonyms(self) -> None:
        """The lexicon is read by retrieval; here it only has to be readable."""
        if SYNONYMS in self.sources:
            self.shape(SYNONYMS, tuple[Word, ...])

    def _below(self, folder: str) -> Iterator[str]:
        """Paths in this folder that are read at all."""
        return (
            path for path in self.sources if path.startswith(f"{folder}/") and _READ.fullmatch(path)
        )


def _is_list(path: str) -> bool:
    return path.startswith("inquiry_lists/") and path.count("/") == 2 and path.endswith(".yml")
