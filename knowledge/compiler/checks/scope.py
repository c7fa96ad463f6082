"""Scope: a list that is written answers every topic the catalog promises, and no other."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown


def check_scope(draft: Draft) -> Iterator[Problem]:
    """E212 topic not in the catalog's scope, E213 a scope topic that no question answers."""
    answered: dict[str, set[str]] = {name: set() for name in draft.knowledge.lists}
    for question in walk.questions(draft):
        scope = draft.knowledge.rows[question.list_id].scope
        for topic in question.what.topics:
            answered[question.list_id].add(topic)
            if topic not in scope:
                yield question.problem(
                    draft,
                    "topics",
                    code="E212",
                    message=f"话题「{shown(topic)}」不在这张清单的范围里",
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
                    mend=f"写一个知识点,并注明「topics: {topic}」;"
                    "已有的知识点答得上的,把它加进那一个的 topics。",
                )
