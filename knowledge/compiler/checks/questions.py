"""Questions: about someone, with an answer, pointing to items that exist."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler import walk
from knowledge.compiler.checks import registers
from knowledge.compiler.draft import Draft
from knowledge.compiler.problem import Problem, perhaps, shown


def check_questions(draft: Draft) -> Iterator[Problem]:
    """E209 item, E217 person, E220 a question without any answer."""
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
        if not question.cases and question.otherwise is None:
            yield found.problem(
                draft,
                code="E220",
                message=f"知识点「{question.id}」没有任何答复",
                mend="补上 otherwise(一般答复),或 cases(分情形的答复)。",
            )
