"""A citizen's words made ready for matching."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.places import Places
from knowledge.index.text import (
    HEAD,
    MOST_CLAUSES,
    SYNONYMS,
    TAIL,
    WORDS,
    Analyser,
    Lexicon,
    Synonym,
    clauses,
    normalise,
    read_lexicon,
    shorten,
)

SAID = st.text(alphabet=st.sampled_from("我想办居住證,。!? 12\n[]還有然后aB，后證"), max_size=60)
ANALYSER = Analyser(
    Lexicon(
        synonyms=(Synonym("红本", ("不动产权证书",)), Synonym("本", ("户口簿",))),
        words=("暂住登记",),
    )
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("居住證到期,點辦", "居住证到期,点办"),
        ("ＡＢＣ１２３　入户", "abc123 入户"),
        ("好急[捂脸]怎么办", "好急 怎么办"),
        ("第一件\n\n第二件", "第一件。第二件"),
        ("  ", ""),
    ],
)
def test_normalise(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text(max_size=80) | SAID)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("医保报肖要什么", "报销"),
        ("去哪办居住登计", "登记"),
        ("儿子的学藉转过来", "学籍"),
        ("未就叶证明在哪开", "就业"),
    ],
)
def test_words_typed_by_their_sound_are_understood(typed: str, meant: str) -> None:
    analyser = Analyser(Lexicon(words=("报销", "登记", "学籍", "就业", "去世", "物管")))
    assert analyser.added_words(typed) == (meant,)


@pytest.mark.parametrize(
    "said", ["医保报销要什么", "唔关我事", "食饭去厕所要人扶", "办居住登记", "两边都话唔关佢事"]
)
def test_what_is_spelt_right_means_nothing_else(said: str) -> None:
    analyser = Analyser(Lexicon(words=("报销", "居住登记", "去世", "物管")))
    assert analyser.added_words(said) == ()


def test_clauses_end_where_one_thing_ends() -> None:
    text = normalise("我是湖南的，在厚街上班三年多了，小孩明年九月读小学，没有居住证怎么办")
    assert clauses(text) == (
        "我是湖南的,在厚街上班三年多了",
        "小孩明年九月读小学",
        "没有居住证怎么办",
    )
    assert clauses("老家的户口要迁过来另外孩子要上小学") == ("老家的户口要迁过来", "孩子要上小学")
    assert clauses("师傅帮我问一下 社保断了怎么办") == ("师傅帮我问一下", "社保断了怎么办")
    assert clauses("?!,。") == ()


@given(SAID)
def test_clauses_lose_no_word(text: str) -> None:
    found = clauses(normalise(text))
    joints = re.compile(r"[\W_]|另外|还有就是|还有|然后|顺便|再就是|对了")
    assert joints.sub("", "".join(found)) == joints.sub("", normalise(text))
    assert len(found) <= MOST_CLAUSES


def test_a_flood_of_clauses_is_capped() -> None:
    found = clauses("我要办一个居住证。" * 500)
    assert len(found) == MOST_CLAUSES


@given(st.text(max_size=300), st.integers(min_value=0, max_value=40))
def test_only_long_texts_are_shortened(text: str, times: int) -> None:
    long = text * times
    short = shorten(long)
    assert len(short) <= HEAD + TAIL + 1
    assert short == long or (short.startswith(long[:HEAD]) and short.endswith(long[-TAIL:]))


def test_standard_words_are_added() -> None:
    assert ANALYSER.added_words("红本和户口本") == ("不动产权证书", "户口簿")
    assert "不动产" in "".join(ANALYSER.features("红本在哪里领"))


def test_words_of_the_lexicon_stay_whole() -> None:
    assert "暂住登记" in ANALYSER.words("去哪里做暂住登记")
    assert "暂住登记" not in Analyser(Lexicon()).words("去哪里做暂住登记")


def test_long_numbers_are_not_kept() -> None:
    assert "441900199001011234" not in ANALYSER.features("我的号码441900199001011234")
    assert "12345" in ANALYSER.features("打12345")


@given(SAID)
def test_features_hold_no_whitespace(text: str) -> None:
    assert all(feature.split() == [feature] for feature in ANALYSER.features(text))


def test_the_lexicon_is_read_from_its_files() -> None:
    sources = {
        SYNONYMS: '- {say: "紅本", means: "不动产权证书 不动产登记"}\n'.encode(),
        WORDS: "# 说明\n居住登记\n\n簽注\n".encode(),
    }
    lexicon = read_lexicon(sources, Places())
    assert lexicon.synonyms == (Synonym("红本", ("不动产权证书", "不动产登记")),)
    assert lexicon.words == ("居住登记", "签注")
    assert read_lexicon({}, Places()) == Lexicon()


def test_places_mark_what_is_only_elsewhere() -> None:
    places = Places(home=("东莞", "厚街"), away=("清远", "长沙"))
    assert places.marks("长沙的小学怎么报名") == ("<外地>", "<只有外地>", "<只有外地>")
    assert places.marks("我是清远的,在厚街上班") == ("<外地>", "<本市>")
    assert places.marks("怎么办居住证") == ()
    assert Places().marks("长沙") == ()
