"""Words typed by their sound: 报肖 for 报销, 居住登计 for 居住登记.

Speech recognition and pinyin keyboards write the right sound in wrong characters. What jieba could
find no word of its dictionary in (one of the characters being seldom a word by itself) is read
aloud, without tones, and compared with the words of the lexicon. What is spelt right, or sounds
like nothing we know, adds nothing.
Sounds are pypinyin's; those that southern speakers and keyboards do not keep apart (zh and z, n
and l, -ng and -n) count as one in words of three characters or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from pypinyin import lazy_pinyin

BySound = dict[tuple[str, ...], list[str]]

LONGEST = 4
LOOSE_FROM = 3
REMEMBERED = 2000
SELDOM = 5000  # by jieba's count: 不, 去, 话 stand alone a hundred thousand times, 藉 and 肖 hardly
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SPOKEN = frozenset("唔冇嘅咗哋啲佢咁喺嚟嗰乜咩睇俾畀噉喎㗎啦")  # Cantonese, spelt as it is meant


class Homophones:
    """The words of a lexicon by their sound. Words of one character or with signs that are not
    Chinese have none.
    """

    def __init__(self, words: Sequence[str], often: Mapping[str, int]) -> None:
        """`often` is how often a word occurs; one that is no word does not stand there."""
        self._words = words
        self._often = often
        self._meant_by = lru_cache(maxsize=REMEMBERED)(self._meant_by_run)

    def meant(self, cut: Sequence[str]) -> tuple[str, ...]:
        """Words of the lexicon that sound like a stretch of what is no word in a text cut up."""
        found = (word for run in self._unread(cut) for word in self._meant_by(run))
        return tuple(dict.fromkeys(found))

    def _meant_by_run(self, run: str) -> tuple[str, ...]:
        if all(self._often.get(sign, 0) >= SELDOM for sign in run):
            return ()
        found: list[str] = []
        sounds = lazy_pinyin(run)
        for start in range(len(run)):
            for end in range(start + 2, min(start + LONGEST, len(run)) + 1):
                spelt, sound = run[start:end], tuple(sounds[start:end])
                if any(self._often.get(sign, 0) < SELDOM for sign in spelt):
                    found += [word for word in self._sounding(sound) if word != spelt]
        return tuple(found)

    def _unread(self, cut: Sequence[str]) -> Iterator[str]:
        """Runs of at least two Chinese characters that stand alone or make no known word."""
        run = ""
        for piece in (*cut, " "):
            unknown = len(piece) == 1 or not self._often.get(piece)
            if unknown and _HAN.fullmatch(piece) and not _SPOKEN.intersection(piece):
                run += piece
                continue
            if len(run) > 1:
                yield run
            run = ""

    def _sounding(self, sound: tuple[str, ...]) -> Iterable[str]:
        exact, loose = self._by_sound
        if sound in exact or len(sound) < LOOSE_FROM:
            return exact.get(sound, ())
        return loose.get(tuple(map(_loosely, sound)), ())

    @cached_property
    def _by_sound(
        self,
    ) -> tuple[dict[tuple[str, ...], list[str]], dict[tuple[str, ...], list[str]]]:
        exact: dict[tuple[str, ...], list[str]] = {}
        loose: dict[tuple[str, ...], list[str]] = {}
        for word in self._words:
            if 1 < len(word) <= LONGEST and _HAN.fullmatch(word):
                sound = tuple(lazy_pinyin(word))
                exact.setdefault(sound, []).append(word)
                loose.setdefault(tuple(map(_loosely, sound)), []).append(word)
        return exact, loose


def _loosely(sound: str) -> str:
    """One spelling for sounds that are often confused."""
    begun = re.sub(r"^([zcs])h", r"\1", sound)
    return re.sub(r"ng$", "n", re.sub(r"^n", "l", begun))
