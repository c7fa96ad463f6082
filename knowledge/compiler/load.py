"""Reads inquiry_lists/ and nlu_data/ into a knowledge base, with every fault of reading and of shape.

A draft is complete or it is not there: references are only checked between files that could all be read,
so that one broken shared file does not bring ten consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from knowledge.compiler.document import Node, Unreadable, read_document
from knowledge.compiler.problem import Problem, perhaps
from knowledge.compiler.shapes import read_shape
from knowledge.model.inquiry_list import Catalog, Goal, InquiryList
from knowledge.model.knowledge_base import Act, KnowledgeBase, Phrasings, Shared
from knowledge.model.shape import Shape
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
SHARED = "inquiry_lists/shared"
PHRASINGS = "nlu_data/phrasings"
ACTS = "nlu_data/acts"
LEXICON = "nlu_data/lexicon"
SHARED_SHAPES: dict[str, type[Shape]] = {
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
T = TypeVar("T")
S = TypeVar("S", bound=Shape)


class ActFile(Shape):
    """nlu_data/acts/<name>.yml."""

    act: str
    kind: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A knowledge base together with the documents it came from, so that a check can point at lines."""

    knowledge: KnowledgeBase
    documents: dict[str, Node]

    def list_path(self, list_id: str) -> str:
        return f"inquiry_lists/{self.knowledge.rows[list_id].theme}/{list_id}.yml"

    def shared_path(self, name: str) -> str:
        return f"{SHARED}/{name}.yml"

    def problem(
        self, path: str, where: tuple[str | int, ...], *, code: str, message: str, mend: str
    ) -> Problem:
        """A problem at the line where this place of the file stands."""
        return Problem(path, self.documents[path].line_at(where), code, message, mend)


@dataclass(frozen=True)
class Loaded:
    """The draft (None when something could not be read), the faults, and every input file's bytes."""

    draft: Draft | None
    problems: tuple[Problem, ...]
    sources: dict[str, bytes]

    @property
    def knowledge(self) -> KnowledgeBase | None:
        return self.draft.knowledge if self.draft else None


def read_sources(root: Path) -> dict[str, bytes]:
    """Every input file below inquiry_lists/ and nlu_data/ but the held-out data: relative path -> bytes, sorted."""
    found = sorted(
        path
        for folder in ("inquiry_lists", "nlu_data")
        for path in (root / folder).rglob("*")
        if path.suffix in (".yml", ".txt") and "heldout" not in path.parts
    )
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def load_knowledge(root: Path) -> Loaded:
    """Load the project at root. Never raises for what editors wrote."""
    return load_sources(read_sources(root))


def load_sources(sources: dict[str, bytes]) -> Loaded:
    """Load from bytes: what the checker, the builder and the tests call."""
    reading = _Reading(sources)
    catalog = reading.shape(CATALOG, Catalog)
    shared = reading.shared()
    lists = reading.lists(catalog)
    phrasings = reading.phrasings()
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

    def document(self, path: str) -> Node | None:
        if path not in self.sources:
            self.problems.append(
                Problem(path, 1, "E110", "缺少这个文件", "从版本库里取回它,每个共享文件都要有。")
            )
            return None
        try:
            node, problems = read_document(path, self.sources[path])
        except Unreadable as error:
            self.problems.append(error.problem)
            return None
        self.documents[path] = node
        self.problems += problems
        return node

    def shape(self, path: str, shape: type[T]) -> T | None:
        node = self.document(path)
        return self.typed(path, node, shape) if node else None

    def typed(self, path: str, node: Node, shape: type[T]) -> T | None:
        value, problems = read_shape(path, node, shape)
        self.problems += problems
        return value

    def shared(self) -> Shared:
        entries = {
            name: self.entries(f"{SHARED}/{name}.yml", shape)
            for name, shape in SHARED_SHAPES.items()
        }
        known = {f"{SHARED}/{name}.yml" for name in SHARED_SHAPES}
        for path in self.sources:
            if path.startswith(f"{SHARED}/") and path not in known:
                self.problems.append(
                    Problem(
                        path,
                        1,
                        "E111",
                        "不认识的共享文件",
                        f"{perhaps(path, known)}共享文件只有:{'、'.join(SHARED_SHAPES)}。",
                    )
                )
        return Shared(**entries)  # type: ignore[arg-type]

    def entries(self, path: str, shape: type[S]) -> dict[str, S]:
        node = self.document(path)
        if node is None:
            return {}
        if not isinstance(node.value, list):
            self.problems.append(
                Problem(
                    path, node.line, "E122", "整个文件应该是一列条目", "每个条目以「- id: …」开头。"
                )
            )
            return {}
        found: dict[str, S] = {}
        for entry in node.value:
            value = self.typed(path, entry, shape)
            if value is None:
                continue
            key = str(value.id)  # type: ignore[attr-defined]
            if key in found:
                self.problems.append(
                    Problem(
                        path,
                        entry.line,
                        "E201",
                        f"编号「{key}」用了两次",
                        "给其中一个换编号;重复的条目删去一个。",
                    )
                )
            found[key] = value
        return found

    def lists(self, catalog: Catalog | None) -> dict[str, InquiryList]:
        rows = {row.id: row for row in catalog.lists} if catalog else {}
        found: dict[str, InquiryList] = {}
        for path in self.sources:
            parts = path.split("/")
            if parts[0] != "inquiry_lists" or len(parts) != 3 or parts[1] == "shared":
                continue
            name = parts[2].removesuffix(".yml")
            value = self.shape(path, InquiryList)
            if catalog and name not in rows:
                self.problems.append(
                    Problem(
                        path,
                        1,
                        "E211",
                        f"目录 catalog.yml 里没有「{name}」这张清单",
                        f"{perhaps(name, rows)}文件名要和目录里的编号一致。",
                    )
                )
            elif catalog and rows[name].theme != parts[1]:
                self.problems.append(
                    Problem(
                        path,
                        1,
                        "E211",
                        f"「{name}」不属于主题「{parts[1]}」",
                        f"把文件移到 inquiry_lists/{rows[name].theme}/ 下面。",
                    )
                )
            elif value and value.id != name:
                line = self.documents[path].line_at(("id",))
                self.problems.append(
                    Problem(
                        path,
                        line,
                        "E211",
                        f"编号「{value.id}」和文件名「{name}」不一样",
                        f"写成「id: {name}」。",
                    )
                )
            elif value:
                found[name] = value
        return found

    def phrasings(self) -> Phrasings:
        sayings: dict[str, tuple[str, ...]] = {}
        questions: dict[str, tuple[str, ...]] = {}
        for path, by_key in self._below(PHRASINGS, dict[str, tuple[str, ...]]):
            name = path.rsplit("/", 1)[1].removesuffix(".yml")
            for key, says in by_key.items():
                if key == OF_THE_LIST:
                    sayings[name] = says
                else:
                    questions[f"{name}/{key}"] = says
        acts = {
            path.rsplit("/", 1)[1].removesuffix(".yml"): act
            for path, act in self._below(ACTS, ActFile)
        }
        return Phrasings(
            sayings,
            questions,
            {name: Act(act.act, act.kind, act.says) for name, act in acts.items()},
        )

    def _below(self, folder: str, shape: type[T]) -> Iterator[tuple[str, T]]:
        for path in self.sources:
            if path.startswith(f"{folder}/"):
                value = self.shape(path, shape)
                if value is not None:
                    yield path, value


Check = Callable[[Draft], Iterator[Problem]]
