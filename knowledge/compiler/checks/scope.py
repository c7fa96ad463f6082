"""Scope: a list that is written answers every topic the catalog promises, and nothing under a false one."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem, perhaps


def check_scope(draft: Draft) -> Iterator[Problem]:
    """E212 topic not in the catalog's scope, E213 a scope topic that no question answers."""
    answered: dict[str, set[str]] = {name: set() for name in draft.knowledge.lists}
    for question in walk.questions(draft):
        scope = draft.knowledge.rows[question.list_id].scope
        for topic in question.what.topics:
            answered[question.list_id].add(topic)
            if topic not in scope:
                yield draft.problem(
                    question.path,
                    (*question.where, "topics"),
                    code="E212",
                    message=f"话题「{topic}」不在这张清单的范围里",
                    mend=f"{perhaps(topic, scope)}只能是:{'、'.join(scope)}。",
                )
    for name, topics in answered.items():
        for topic in draft.knowledge.rows[name].scope:
            if topic not in topics:
                yield draft.problem(
                    draft.list_path(name),
                    ("questions",),
                    code="E213",
                    message=f"范围里的「{topic}」还没有知识点回答",
                    mend=f"写一个知识点,并注明「topics: {topic}」。",
                )
