"""Questions: about someone, with an answer, pointing to items that exist."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located
from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.filling import names_shown
from knowledge.model.inquiry_list import Question


def check_questions(draft: Draft) -> Iterator[Problem]:
    """E209 item, E217 person, E220 a question without any answer, E229 what cannot be shown."""
    everywhere = {name for name, _ in draft.knowledge.all_items()}
    for found in walk.questions(draft):
        question = found.what
        yield from registers.persons(draft).missing(draft, found, "for", word=question.whose)
        own = {item.id for item in draft.knowledge.lists[found.list_id].items}
        for name in question.items:
            if name not in own | everywhere:
                yield found.problem(
                    draft,
                    "items",
                    code="E209",
                    message=f"没有「{shown(name)}」这个事项",
                    mend=f"{perhaps(name, everywhere if '/' in name else own)}"
                    "本清单的事项写编号,别的清单的写「清单/事项」。",
                )
        yield from _shown(draft, found)
        if not question.cases and question.otherwise is None:
            yield found.problem(
                draft,
                code="E220",
                message=f"知识点「{question.id}」没有任何答复",
                mend="补上 otherwise(一般答复),或 cases(分情形的答复)。",
            )


def _shown(draft: Draft, found: Located[Question]) -> Iterator[Problem]:
    """E229 what an answer shows in braces: in a case, a fact of the person or a parameter."""
    question, shared = found.what, draft.knowledge.shared
    facts = [one.name for one in shared.facts.values() if question.whose in one.whose]
    figures = [
        f"{PARAMETER_PREFIX}{one.name}"
        for one in shared.parameters.values()
        if one.kind != "window"
    ]
    answers = [(("cases", n, "answer"), one.answer) for n, one in enumerate(question.cases)]
    for where, text in (*answers, (("otherwise",), question.otherwise or "")):
        known = figures + facts if len(where) > 1 else []
        for name in names_shown(text):
            if name not in known:
                yield found.problem(
                    draft,
                    *where,
                    code="E229",
                    message=f"答复里的「{{{shown(name)}}}」显示不出来",
                    mend=f"{perhaps(name, known)}只有分情形的答复里,"
                    "可以写这个人的情形要素或「参数.名称」。",
                )
