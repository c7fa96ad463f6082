"""Sayings, questions and answers of different lists that are nearly alike.

Texts are compared by the features recognition itself goes by (words, characters and pairs of
them, after the lexicon), each worth the more the rarer it is. The encoder is no judge here: it is
tuned to hold lists apart, and its untuned base calls whatever shares a topic alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from knowledge.candidates.pair import Pair, Side, side
from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import OF_THE_LIST, PHRASINGS
from knowledge.index.text import Analyser

SAYINGS_ALIKE, ANSWERS_ALIKE = 0.7, 0.6
_AT_ONCE = 500
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:个?工作日|自然日|天|日|个?月|年|元|%|％|周岁|次|小时)")


def alike_texts(draft: Draft, analyser: Analyser) -> Iterator[Pair]:
    """Pairs of sayings and asks, then pairs of answers, of different lists."""
    yield from _alike("说法近似", [*_sayings(draft), *_asks(draft)], analyser, least=SAYINGS_ALIKE)
    for pair in _alike("答复近似", _answers(draft), analyser, least=ANSWERS_ALIKE):
        why = _figures_differ(pair.one.words, pair.other.words)
        kind = "答复近似、数字不同" if why else pair.kind
        yield Pair(kind, pair.likeness, pair.one, pair.other, why)


def _alike(kind: str, texts: Sequence[Side], analyser: Analyser, *, least: float) -> Iterator[Pair]:
    if len({text.list_id for text in texts}) < 2:
        return
    weigh = TfidfVectorizer(analyzer=analyser.features, sublinear_tf=True, dtype=np.float32)
    rows = weigh.fit_transform([text.words for text in texts])
    for start in range(0, len(texts), _AT_ONCE):
        likeness = (rows[start : start + _AT_ONCE] @ rows.T).tocoo()
        near = (likeness.data >= least) & (likeness.row + start < likeness.col)
        found = zip(likeness.row[near], likeness.col[near], likeness.data[near], strict=True)
        for row, column, value in found:
            one, other = texts[int(row) + start], texts[int(column)]
            if one.list_id != other.list_id:
                yield Pair(kind, min(1.0, float(value)), one, other)


def _sayings(draft: Draft) -> Iterator[Side]:
    phrasings = draft.knowledge.phrasings
    of_lists = {f"{name}/{OF_THE_LIST}": texts for name, texts in phrasings.sayings.items()}
    for name, texts in (of_lists | phrasings.questions).items():
        list_id, _, key = name.partition("/")
        path = f"{PHRASINGS}/{draft.knowledge.rows[list_id].theme}/{list_id}.yml"
        for number, text in enumerate(texts):
            yield side(draft, path, (key, number), words=text, list_id=list_id)


def _asks(draft: Draft) -> Iterator[Side]:
    for found in walk.questions(draft):
        where = (*found.where, "ask")
        yield side(draft, found.path, where, words=found.what.ask, list_id=found.list_id)


def _answers(draft: Draft) -> list[Side]:
    told: list[Side] = []
    for found in walk.questions(draft):
        answers: list[tuple[walk.Where, str]] = [
            (("cases", number, "answer"), case.answer)
            for number, case in enumerate(found.what.cases)
        ]
        if found.what.otherwise:
            answers.append((("otherwise",), found.what.otherwise))
        for where, words in answers:
            place = (*found.where, *where)
            told.append(side(draft, found.path, place, words=words, list_id=found.list_id))
    return told


def _figures_differ(one: str, other: str) -> str:
    """What figures each has that the other has not, in Chinese; "" where they are the same."""
    mine, theirs = (
        {re.sub(r"\s", "", figure) for figure in _FIGURE.findall(words)} for words in (one, other)
    )
    if mine == theirs or not (mine and theirs):
        return ""
    return f"前面 {_told(mine - theirs)},后面 {_told(theirs - mine)}"


def _told(figures: set[str]) -> str:
    return "、".join(sorted(figures)) or "没有另外的数"
