"""release.db: the knowledge base as tables (SQLAlchemy 2), one row an entry, its shape as JSON.

Ids stand in columns of their own, so that people and tools can query them; what the shapes say is
told once, by the shapes. Reading it gives the same KnowledgeBase that was written. Never changed
once built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import JSON, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from knowledge.compiler.load import REGISTERS
from knowledge.model.inquiry_list import Catalog, CatalogRow, InquiryList, Theme
from knowledge.model.knowledge_base import Act, KnowledgeBase, Message, Phrasings, Shared
from knowledge.model.shape import Shape

THEMES = "themes"
Row = TypeVar("Row", bound="Table")


class Table(DeclarativeBase):
    """Every table of a release. `number` keeps the order in which editors wrote."""

    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012  SQLAlchemy reads it from the class
    number: Mapped[int] = mapped_column(primary_key=True)


class ListRow(Table):
    """A row of the catalog; `body` is the list file without questions and items, if it is
    written.
    """

    __tablename__ = "list"
    id: Mapped[str] = mapped_column(unique=True)
    theme: Mapped[str]
    title: Mapped[str]
    catalog: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any] | None]


class QuestionRow(Table):
    """One period of a question."""

    __tablename__ = "question"
    list_id: Mapped[str] = mapped_column(ForeignKey("list.id"))
    id: Mapped[str]
    effective: Mapped[str | None]
    ask: Mapped[str]
    body: Mapped[dict[str, Any]]


class ItemRow(Table):
    """One period of an item."""

    __tablename__ = "item"
    list_id: Mapped[str] = mapped_column(ForeignKey("list.id"))
    id: Mapped[str]
    effective: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[dict[str, Any]]


class SharedRow(Table):
    """An entry of a shared file, or a theme of the catalog."""

    __tablename__ = "shared"
    register: Mapped[str]
    id: Mapped[str]
    body: Mapped[dict[str, Any]]


class PhrasingRow(Table):
    """How citizens say it: of a list as a whole, or of a question."""

    __tablename__ = "phrasing"
    list_id: Mapped[str] = mapped_column(ForeignKey("list.id"))
    question_id: Mapped[str | None]
    text: Mapped[str]


class ActRow(Table):
    """An example of a dialogue act. Several ids (files) may tell of one act by name."""

    __tablename__ = "act"
    id: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]


class MessageRow(Table):
    """A message with several wishes."""

    __tablename__ = "message"
    body: Mapped[dict[str, Any]]


def write_database(knowledge: KnowledgeBase, path: Path) -> None:
    """Write a new database file; `path` must not exist."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    Table.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(_rows(knowledge))
        session.commit()
    engine.dispose()


def _rows(knowledge: KnowledgeBase) -> Iterator[Table]:
    for name, theme in knowledge.catalog.themes.items():
        yield SharedRow(register=THEMES, id=name, body=_dump(theme))
    for register in REGISTERS:
        for entry_id, entry in getattr(knowledge.shared, register).items():
            yield SharedRow(register=register, id=entry_id, body=_dump(entry))
    for row in knowledge.catalog.lists:
        yield from _list_rows(row, knowledge.lists.get(row.id))
    for list_id, texts in knowledge.phrasings.sayings.items():
        yield from (PhrasingRow(list_id=list_id, question_id=None, text=text) for text in texts)
    for key, texts in knowledge.phrasings.questions.items():
        of = key.partition("/")[0]
        yield from (PhrasingRow(list_id=of, question_id=key, text=text) for text in texts)
    for act_id, act in knowledge.phrasings.acts.items():
        for text in act.says:
            yield ActRow(id=act_id, name=act.name, kind=act.kind, text=text)
    yield from (MessageRow(body=_dump(message)) for message in knowledge.phrasings.messages)


def _list_rows(row: CatalogRow, written: InquiryList | None) -> Iterator[Table]:
    body = _dump(written) if written else {}
    questions, items = body.pop("questions", ()), body.pop("items", ())
    yield ListRow(
        id=row.id, theme=row.theme, title=row.title, catalog=_dump(row), body=body or None
    )
    for entry in questions:
        yield QuestionRow(
            list_id=row.id,
            id=entry["id"],
            effective=entry["effective"],
            ask=entry["ask"],
            body=entry,
        )
    for entry in items:
        yield ItemRow(
            list_id=row.id,
            id=entry["id"],
            effective=entry["effective"],
            title=entry["title"],
            body=entry,
        )


def read_database(path: Path) -> KnowledgeBase:
    """The knowledge base as it was written. The file is opened read-only."""
    engine = create_engine(
        f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true", poolclass=NullPool
    )
    try:
        with Session(engine) as session:
            return _knowledge(session)
    finally:
        engine.dispose()


def _knowledge(session: Session) -> KnowledgeBase:
    lists = _all(session, ListRow)
    written = {row.id: row.body for row in lists if row.body is not None}
    entries = _all(session, SharedRow)
    return KnowledgeBase(
        Catalog(
            themes={e.id: Theme.model_validate(e.body) for e in entries if e.register == THEMES},
            lists=tuple(CatalogRow.model_validate(row.catalog) for row in lists),
        ),
        Shared(**{name: _register(entries, name, shape) for name, shape in REGISTERS.items()}),
        _lists(session, written),
        _phrasings(session),
    )


def _register(entries: Sequence[SharedRow], name: str, shape: type[Shape]) -> dict[str, Any]:
    return {row.id: shape.model_validate(row.body) for row in entries if row.register == name}


def _lists(session: Session, written: dict[str, dict[str, Any]]) -> dict[str, InquiryList]:
    questions, items = _all(session, QuestionRow), _all(session, ItemRow)
    return {
        list_id: InquiryList.model_validate(
            body
            | {"questions": [row.body for row in questions if row.list_id == list_id]}
            | {"items": [row.body for row in items if row.list_id == list_id]}
        )
        for list_id, body in written.items()
    }


def _phrasings(session: Session) -> Phrasings:
    sayings: dict[str, tuple[str, ...]] = {}
    questions: dict[str, tuple[str, ...]] = {}
    for (list_id, question_id), rows in groupby(
        _all(session, PhrasingRow), key=lambda row: (row.list_id, row.question_id)
    ):
        texts = tuple(row.text for row in rows)
        if question_id is None:
            sayings[list_id] = texts
        else:
            questions[question_id] = texts
    acts = {
        act_id: Act(name, kind, tuple(row.text for row in rows))
        for (act_id, name, kind), rows in groupby(
            _all(session, ActRow), key=lambda row: (row.id, row.name, row.kind)
        )
    }
    messages = (Message.model_validate(row.body) for row in _all(session, MessageRow))
    return Phrasings(sayings, questions, acts, tuple(messages))


def _all(session: Session, table: type[Row]) -> Sequence[Row]:
    return session.scalars(select(table).order_by(table.number)).all()


def _dump(shape: Shape) -> dict[str, Any]:
    return shape.model_dump(mode="json", by_alias=True)
