"""Phrasings: they belong to something, nothing written goes without, and none is another one again.

Recognition learns from different ways of saying a thing; the same sentence with a word swapped teaches it
nothing and hides how little has been written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from knowledge.compiler.load import OF_THE_LIST, PHRASINGS, Draft
from knowledge.compiler.problem import Problem, perhaps

LEAST = 12
NEAR = 92
FRAME_PREFIX = 6
FRAMES = 5
LONGEST = 200
_NOISE = re.compile(r"[\W_]+|[吗呢啊呀吧了哦嘛的]")


def check_phrasings(draft: Draft) -> Iterator[Problem]:
    """E601 orphan, E602 fewer than 12 for a question, E603 near-duplicate, E604 frame, E605 unknown file, E606 length."""
    for path in (path for path in draft.documents if path.startswith(f"{PHRASINGS}/")):
        theme, name = path.removeprefix(f"{PHRASINGS}/").removesuffix(".yml").split("/")
        row = draft.knowledge.rows.get(name)
        if row is None or row.theme != theme:
            yield draft.problem(
                path,
                (),
                code="E605",
                message=f"目录里没有主题「{theme}」下的清单「{name}」",
                mend=f"{perhaps(name, draft.knowledge.rows)}文件放在 {PHRASINGS}/<主题>/<清单>.yml。",
            )
            continue
        says = _says(draft, path)
        yield from _orphans(draft, path, name)
        yield from _lengths(draft, path, says)
        yield from _repeated(draft, path, says)
    yield from _missing(draft)


def _says(draft: Draft, path: str) -> list[tuple[str, int, str]]:
    """(key, number, text) of every phrasing in the file."""
    pairs: dict[str, list[str]] = draft.documents[path].plain()
    return [
        (key, number, text) for key, texts in pairs.items() for number, text in enumerate(texts)
    ]


def _questions(draft: Draft, name: str) -> set[str]:
    found = draft.knowledge.lists.get(name)
    return {question.id for question in found.questions} if found else set()


def _orphans(draft: Draft, path: str, name: str) -> Iterator[Problem]:
    known = _questions(draft, name) | {OF_THE_LIST}
    for key in draft.documents[path].plain():
        if key not in known:
            yield draft.problem(
                path,
                (key,),
                code="E601",
                message=f"清单里没有知识点「{key}」",
                mend=f"{perhaps(key, known)}知识点改了编号或删去了,这里的说法要跟着改;不属于某一个知识点的写在 list 下面。",
            )


def _missing(draft: Draft) -> Iterator[Problem]:
    for name in draft.knowledge.lists:
        for number, question in enumerate(draft.knowledge.lists[name].questions):
            written = len(draft.knowledge.phrasings.questions.get(f"{name}/{question.id}", ()))
            if written < LEAST:
                path = f"{PHRASINGS}/{draft.knowledge.rows[name].theme}/{name}.yml"
                yield draft.problem(
                    draft.list_path(name),
                    ("questions", number),
                    code="E602",
                    message=f"知识点「{question.ask}」只有 {written} 种说法",
                    mend=f"在 {path} 的「{question.id}:」下面写够 {LEAST} 种不同的说法。",
                )


def _lengths(draft: Draft, path: str, says: list[tuple[str, int, str]]) -> Iterator[Problem]:
    for key, number, text in says:
        if not text.strip() or len(text) > LONGEST:
            yield draft.problem(
                path,
                (key, number),
                code="E606",
                message=f"这条说法有 {len(text)} 个字",
                mend=f"写 1 到 {LONGEST} 个字,一条只说一件事。",
            )


def _repeated(draft: Draft, path: str, says: list[tuple[str, int, str]]) -> Iterator[Problem]:
    bare = [(_NOISE.sub("", text), key, number, text) for key, number, text in says]
    frames: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for place, (words, key, number, text) in enumerate(bare):
        for other, _, _, before in bare[:place]:
            if abs(len(words) - len(other)) <= 4 and fuzz.ratio(words, other) >= NEAR:
                yield draft.problem(
                    path,
                    (key, number),
                    code="E603",
                    message=f"「{text}」和「{before}」几乎一样",
                    mend="删去一条,或换一种真正不同的说法。",
                )
                break
        if len(words) >= 2 * FRAME_PREFIX:
            frames[words[:FRAME_PREFIX], words[-FRAME_PREFIX:]].append((key, number, text))
    for same in frames.values():
        if len(same) > FRAMES:
            key, number, text = same[-1]
            yield draft.problem(
                path,
                (key, number),
                code="E604",
                message=f"「{text}」和另外 {len(same) - 1} 条是同一个句式换了词",
                mend="换成不同的人、不同的处境、不同的开头来说。",
            )
