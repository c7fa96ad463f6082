"""Phrasings: each belongs to something, nothing written goes without, none is another once more.

Recognition learns from different ways of saying a thing; the same sentence with a word swapped
teaches it nothing and hides how little has been written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from knowledge.compiler import walk
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import OF_THE_LIST, PHRASINGS
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located

LEAST = 12
NEAR = 92
FRAME_PREFIX = 6
FRAMES = 5
LONGEST = 200
_NOISE = re.compile(r"[\W_]+|[吗呢啊呀吧了哦嘛的]")
Sayings = list[Located[str]]


def check_phrasings(draft: Draft) -> Iterator[Problem]:
    """E601 orphan, E602 fewer than 12 for a question, E603 near-duplicate, E604 frame, E605 unknown
    file, E606 length."""
    for path in draft.documents:
        if not path.startswith(f"{PHRASINGS}/"):
            continue
        theme, name = path.removeprefix(f"{PHRASINGS}/").removesuffix(".yml").split("/")
        row = draft.knowledge.rows.get(name)
        if row is None or row.theme != theme:
            yield _unknown_file(draft, path, theme=theme, name=name)
            continue
        says = _says(draft, path)
        yield from _orphans(draft, path, name)
        yield from _lengths(draft, says)
        yield from _repeated(draft, says)
        yield from _frames(draft, says)
    yield from _too_few(draft)


def _says(draft: Draft, path: str) -> Sayings:
    """Every phrasing of the file in its order."""
    texts: dict[str, list[str]] = draft.documents[path].plain()
    return [
        Located(path, (key, number), text)
        for key, says in texts.items()
        for number, text in enumerate(says)
    ]


def _unknown_file(draft: Draft, path: str, *, theme: str, name: str) -> Problem:
    row = draft.knowledge.rows.get(name)
    right = f"把文件移到 {PHRASINGS}/{row.theme}/ 下面。" if row else ""
    known = perhaps(name, draft.knowledge.rows)
    return Located(path, (), name).problem(
        draft,
        code="E605",
        message=f"目录里没有主题「{theme}」下的清单「{name}」",
        mend=right or f"{known}文件名要和目录里的编号一样,放在 {PHRASINGS}/主题/ 下面。",
    )


def _orphans(draft: Draft, path: str, name: str) -> Iterator[Problem]:
    written = draft.knowledge.lists.get(name)
    known = {question.id for question in written.questions} if written else set()
    for key in draft.documents[path].plain():
        if key not in known and key != OF_THE_LIST:
            yield Located(path, (key,), key).problem(
                draft,
                code="E601",
                message=f"清单里没有知识点「{shown(key)}」",
                mend=f"{perhaps(key, known)}知识点改了编号或删去了,这里要跟着改;"
                f"不属于哪一个知识点的说法,写在「{OF_THE_LIST}:」下面。",
            )


def _too_few(draft: Draft) -> Iterator[Problem]:
    for found in walk.questions(draft):
        name = f"{found.list_id}/{found.what.id}"
        written = len(draft.knowledge.phrasings.questions.get(name, ()))
        if written < LEAST:
            path = f"{PHRASINGS}/{draft.knowledge.rows[found.list_id].theme}/{found.list_id}.yml"
            yield found.problem(
                draft,
                code="E602",
                message=f"知识点「{found.what.ask}」只有 {written} 种说法",
                mend=f"在 {path} 的「{found.what.id}:」下面再写 {LEAST - written} 种不同的说法。",
            )


def _lengths(draft: Draft, says: Sayings) -> Iterator[Problem]:
    for found in says:
        if not found.what.strip() or len(found.what) > LONGEST:
            yield found.problem(
                draft,
                code="E606",
                message=f"这条说法有 {len(found.what.strip())} 个字",
                mend=f"写 1 到 {LONGEST} 个字,一条只说一件事。",
            )


def _repeated(draft: Draft, says: Sayings) -> Iterator[Problem]:
    bare = [_NOISE.sub("", found.what) for found in says]
    for place, (found, words) in enumerate(zip(says, bare, strict=True)):
        for before, other in zip(says[:place], bare[:place], strict=True):
            near = abs(len(words) - len(other)) <= 4
            if near and fuzz.ratio(words, other, score_cutoff=NEAR):
                yield found.problem(
                    draft,
                    code="E603",
                    message=f"「{shown(found.what)}」和「{shown(before.what)}」几乎一样",
                    mend="删去一条,或换一种真正不同的说法。",
                )
                break


def _frames(draft: Draft, says: Sayings) -> Iterator[Problem]:
    frames: dict[tuple[str, str], Sayings] = defaultdict(list)
    for found in says:
        words = _NOISE.sub("", found.what)
        if len(words) >= 2 * FRAME_PREFIX:
            frames[words[:FRAME_PREFIX], words[-FRAME_PREFIX:]].append(found)
    for same in frames.values():
        if len(same) > FRAMES:
            yield same[-1].problem(
                draft,
                code="E604",
                message=f"「{shown(same[-1].what)}」和另外 {len(same) - 1} 条是同一个句式换了词",
                mend="换成不同的人、不同的处境、不同的开头来说。",
            )
