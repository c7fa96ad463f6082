"""The near-match guard: a question that differs from the asked one in the deciding word is none.

Which words decide is read off the sayings: of two questions of one list, a word that many sayings
of the one hold and none of the other decides between them (转入 and 转出, 父母 and
子女, 首次 and 补办). Where a message is nearly as likely to ask the other, holds such a word
of it and none of this one's own, this one is not what was asked. The bounds were chosen on sayings
held back from a second training: of 527 it corrected 12 and spoilt 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from knowledge.index.sayings import Saying, all_questions
from knowledge.index.text import Analyser, normalise
from knowledge.model.household import SELF
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.found import Scored

OFTEN = 0.2  # of a question's sayings hold a word that decides for it; by held-back sayings
ENOUGH = 6  # sayings, before anything is read off them
CONTENDER = 0.4  # of a question's score has the other one that may take its place
AGAINST = 0.3  # what is left of the score of a question that is not what was asked
SHORT = frozenset("有没无未转退补换领停断丢坏")  # of the words of one character only these decide

NOBODY: frozenset[str] = frozenset()
Shares = dict[str, dict[str, float]]


@dataclass(frozen=True)
class DecidingWords:
    """Reads off `sayings`; each list once, when it is first asked about. `persons` are the words
    for whom a question is about, where that is not the citizen: they decide too.
    """

    sayings: Sequence[Saying]
    analyser: Analyser
    persons: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def judged(self, candidates: Sequence[Scored], text: str) -> tuple[Scored, ...]:
        """The candidates, best first, those lowered that a deciding word speaks against."""
        plain = normalise(text)
        said = self._words(plain)
        lowered = tuple(
            Scored(one.id, one.score * AGAINST)
            if any(
                other.score >= CONTENDER * one.score and self._against(one.id, other.id, said)
                for other in candidates
            )
            else one
            for one in candidates
        )
        return tuple(sorted(lowered, key=lambda one: -one.score))

    def _against(self, question: str, other: str, said: frozenset[str]) -> bool:
        if question == other or question.partition("/")[0] != other.partition("/")[0]:
            return False
        ours, theirs = self.between(question, other)
        return bool(theirs & said) and not ours & said

    @cached_property
    def between(self) -> Callable[[str, str], tuple[frozenset[str], frozenset[str]]]:
        """Words that decide for the one question, and for the other; both of one list."""
        return cache(self._between)

    def _between(self, one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
        shares = self._shares(one.partition("/")[0])
        first, second = shares.get(one, {}), shares.get(other, {})
        ours, theirs = _only_in(first, second), _only_in(second, first)
        about, others = self.persons.get(one, NOBODY), self.persons.get(other, NOBODY)
        if not about or not others or about == others:
            return ours, theirs
        return (ours | about) - others, (theirs | others) - about

    @cached_property
    def _of_list(self) -> dict[str, list[Saying]]:
        found: dict[str, list[Saying]] = defaultdict(list)
        for saying in self.sayings:
            if saying.question_id:
                found[saying.list_id].append(saying)
        return found

    @cached_property
    def _shares(self) -> Callable[[str], Shares]:
        return cache(self._count)

    def _count(self, list_id: str) -> Shares:
        """For each question with enough sayings, the share of them that holds a word."""
        texts: dict[str, list[str]] = defaultdict(list)
        for saying in self._of_list.get(list_id, ()):
            texts[saying.question_id or ""].append(normalise(saying.text))
        return {
            question: _share(map(self._words, of_question), len(of_question))
            for question, of_question in texts.items()
            if len(of_question) >= ENOUGH
        }

    def _words(self, plain: str) -> frozenset[str]:
        words = {*self.analyser.words(plain), *self.analyser.added_words(plain)}
        return frozenset(word for word in words if len(word) > 1 or word in SHORT)


def persons_of(knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """For each question about somebody else than the citizen, the words for them."""
    roles = knowledge.shared.persons_by_name
    return {
        key: frozenset((question.whose, *roles[question.whose].spoken))
        for key, question in all_questions(knowledge)
        if question.whose != SELF
    }


def _share(texts: Iterable[frozenset[str]], number: int) -> dict[str, float]:
    counts = Counter(word for words in texts for word in words)
    return {word: count / number for word, count in counts.items()}


def _only_in(shares: dict[str, float], others: dict[str, float]) -> frozenset[str]:
    return frozenset(
        word for word, share in shares.items() if share >= OFTEN and word not in others
    )
