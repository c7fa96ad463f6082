"""A citizen's words made ready for matching: one spelling, standard words added, cut up.

Used alike when a release is built and when it is asked, so both see the same features. What it
returns is for matching and explaining; it never replaces what the citizen wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain

import jieba  # type: ignore[import-untyped]
import yaml
from opencc import OpenCC

from knowledge.index.homophones import Homophones
from knowledge.index.places import Places

SYNONYMS = "nlu_data/lexicon/synonyms.yml"
WORDS = "nlu_data/lexicon/words.txt"

HEAD, TAIL = 2000, 500
MOST_CLAUSES = 40
SHORT_CLAUSE = 6
BLOCKS = 2000

_EMOTICON = re.compile(r"\[[^\[\]\s]{1,6}\]")
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_BREAK = re.compile(
    r"[。!?;…,、]+|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
    r"|另外|还有就是|还有|然后|顺便|再就是|对了"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇]+")
_WORD = re.compile(r"\w")
_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+|[^\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
_LONG_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Synonym:
    """What citizens say, and the standard words to search with as well."""

    said: str
    means: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Synonyms, words that must not be cut apart, and names of places."""

    synonyms: tuple[Synonym, ...] = ()
    words: tuple[str, ...] = ()
    places: Places = field(default_factory=Places)


def read_lexicon(sources: dict[str, bytes], places: Places) -> Lexicon:
    """The lexicon from the checked input files, with these places; empty where there are none."""
    lines = yaml.safe_load(sources.get(SYNONYMS, b"")) or ()
    synonyms = tuple(
        Synonym(normalise(str(line["say"])), tuple(normalise(str(line["means"])).split()))
        for line in lines
    )
    words = sources.get(WORDS, b"").decode("utf-8").splitlines()
    kept = (normalise(word) for word in words if not word.startswith("#"))
    return Lexicon(synonyms, tuple(word for word in kept if word), places)


def normalise(text: str) -> str:
    """One spelling: full width to half, lower case, simplified, no [emoticons], on one line."""
    plain = simplifier().convert(unicodedata.normalize("NFKC", text).lower())
    return " ".join(_EMOTICON.sub(" ", _LINE_END.sub("。", plain)).split())


@cache
def simplifier() -> OpenCC:
    """Traditional script to simplified (OpenCC t2s), loaded when first needed."""
    return OpenCC("t2s")


def shorten(text: str) -> str:
    """The first 2,000 and the last 500 characters: what citizens ask stands at either end."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def clauses(text: str) -> tuple[str, ...]:
    """A message cut where one thing ends and the next begins; never empty for a text with words.

    Pieces shorter than six characters stay with the one before; beyond forty the rest is one piece.
    """
    found: list[str] = []
    for piece in _BREAK.split(text):
        piece = piece.strip()
        if not _WORD.search(piece):
            continue
        if found and (
            len(piece) < SHORT_CLAUSE or len(found[-1]) < SHORT_CLAUSE or len(found) == MOST_CLAUSES
        ):
            found[-1] += f",{piece}"
        else:
            found.append(piece)
    return tuple(found)


@dataclass(frozen=True)
class Analyser:
    """Cuts texts into features with one lexicon.

    The features of the last `memory` texts are kept (all when None), for the classifier and the
    encoder ask for the same ones in turn; and the words of the last 2,000 stretches between
    punctuation marks, for a message is read as a whole and clause by clause.
    """

    lexicon: Lexicon
    memory: int | None = 2 * MOST_CLAUSES

    @cached_property
    def _segmenter(self) -> jieba.Tokenizer:
        """A tokenizer of our own: the library's shared one could be changed by others."""
        segmenter = jieba.Tokenizer()
        with jieba.get_module_res(jieba.DEFAULT_DICT_NAME) as dictionary:
            segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(dictionary)
        segmenter.initialized = True
        for word in self.lexicon.words:
            segmenter.add_word(word)
        return segmenter

    @cached_property
    def _cut_block(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(maxsize=BLOCKS)(lambda block: tuple(self._segmenter.cut(block)))

    def _cut(self, text: str) -> Iterator[str]:
        """All pieces of a text, punctuation too. Cut block by block, as jieba does inside."""
        return chain.from_iterable(map(self._cut_block, _BLOCK.findall(text)))

    @cached_property
    def _said(self) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
        means = {synonym.said: synonym.means for synonym in self.lexicon.synonyms}
        longest_first = sorted(means, key=lambda said: (-len(said), said))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"), means

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones(self.lexicon.words, self._segmenter.FREQ)

    def added_words(self, text: str) -> tuple[str, ...]:
        """Standard words for what is said, or misspelt, in a normalised text, each once, in
        order.
        """
        pattern, means = self._said
        found = [word for match in pattern.finditer(text) for word in means[match.group()]]
        return tuple(dict.fromkeys([*found, *self._homophones.meant(tuple(self._cut(text)))]))

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a normalised text, without punctuation."""
        words = (word for word in self._cut(text) if _WORD.search(word))
        return tuple(_LONG_NUMBER.sub("#", word) if len(word) > 5 else word for word in words)

    @cached_property
    def features(self) -> Callable[[str], tuple[str, ...]]:
        """Words, Chinese characters and pairs of neighbouring characters of a text as written.

        A word of one or two characters counts twice, once as a word; that is wanted. Standard words
        for what is said are added. No feature contains whitespace.
        """
        return lru_cache(maxsize=self.memory)(self._features)

    def kind_features(self, text: str) -> tuple[str, ...]:
        """The same, and marks for the places named: what tells one kind of message from another."""
        return (*self.features(text), *self.lexicon.places.marks(normalise(text)))

    def _features(self, text: str) -> tuple[str, ...]:
        plain = normalise(text)
        full = " ".join((plain, *self.added_words(plain)))
        runs = _HAN.findall(full)
        pairs = (run[i : i + 2] for run in runs for i in range(len(run) - 1))
        return (*self.words(full), *(sign for run in runs for sign in run), *pairs)
