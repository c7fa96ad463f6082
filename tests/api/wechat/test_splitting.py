"""Texts cut into messages: nothing is left out, nothing is too long, sentences stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.wechat.composing import choices_of, picked
from api.wechat.splitting import size, split
from tests.api.fakes import ASK

TEXTS = st.text(
    st.one_of(st.sampled_from("。!?,;\n 一二三abc😀"), st.characters(codec="utf-8")), max_size=300
)


@given(TEXTS, st.integers(4, 60))
def test_nothing_is_left_out_and_nothing_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < size(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_sentences_and_lines_stay_whole() -> None:
    assert split("第一句很短。第二句也短。", 20) == ("第一句很短。", "第二句也短。")
    assert split("甲乙\n丙丁\n\n戊己", 14) == ("甲乙\n丙丁", "戊己")
    assert split("甲乙丙,丁戊己", 12) == ("甲乙丙,", "丁戊己")
    assert split("甲乙丙丁", 6) == ("甲乙", "丙丁")
    assert split("") == ()


def test_numbers_pick() -> None:
    quick = ("是", "否", "不知道")
    for said, meant in {
        "1": "是",
        "3": "不知道",
        "2。": "否",
        "回复2": "否",
        "第三个": "第三个",
        "三": "不知道",
        "４": "４",
        "11": "11",
        "是": "是",
        "2 个孩子": "2 个孩子",
    }.items():
        assert picked(said, quick) == meant
    assert picked("2", ("2", "1")) == "2"


def test_where_a_number_is_asked_for_it_is_no_choice() -> None:
    number = ASK.model_copy(update={"options": ()})
    assert choices_of(("不知道",), number) == ()
    assert choices_of(("是", "否"), ASK) == ("是", "否")
    assert choices_of(("排路线",), None) == ("排路线",)
