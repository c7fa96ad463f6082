"""What goes over the wire to the console."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ListRowView(BaseModel):
    """One of the 118 lists. `path` is its file; `reviewed` is null until its department has signed
    it off.
    """

    id: str = Field(examples=["residence-permit"])
    title: str = Field(examples=["居住证与居住登记"])
    theme: str = Field(examples=["户籍与居住"])
    lead: str = Field(examples=["公安"])
    path: str = Field(examples=["inquiry_lists/household/residence-permit.yml"])
    written: bool
    questions: int
    items: int
    sayings: int
    reviewed: str | None


class ListsView(BaseModel):
    """All lists as they are in the release that answers citizens now."""

    release: str
    lists: list[ListRowView]


class ProblemView(BaseModel):
    """One problem of the files: where, what, and how to mend it."""

    path: str = Field(examples=["inquiry_lists/household/residence-permit.yml"])
    line: int = Field(examples=[21])
    code: str = Field(examples=["E202"])
    message: str = Field(examples=["条件里的「连续居住月份」没有在 shared/facts.yml 登记"])
    mend: str = Field(examples=["是不是「连续居住月数」?"])


class ProblemsView(BaseModel):
    """Every problem of the files as they are now; empty when there is none."""

    problems: list[ProblemView]
