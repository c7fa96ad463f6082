"""Writes Cantonese and a few other signs the plain way, sign for sign, so that positions stay.

喺 -> 在, 冇 -> 没, 嘅 -> 的. Refuses whatever would change the length of the text.
"""

from __future__ import annotations

import re

_SIGNS = str.maketrans(
    "喺嘅咗冇唔佢仲呢係嚟攞啲嗰０１２３４５６７８９歲個買賣東戶證兒來樓還沒開過們媽讀學廠單險醫遠廣紅養轉齡兩幾萬"
    "務業積貫關報後無時長區縣龍門鎮錢繳",
    "在的了没不他还呢是来拿些那0123456789岁个买卖东户证儿来楼还没开过们妈读学厂单险医远广红养转龄两几万"
    "务业积贯关报后无时长区县龙门镇钱缴",
)
_WORDS = (
    (re.compile(r"(?<![关联体派直院旁])系(?!统|列|数|主任|里|学生)"), "是"),
    (re.compile(r"(?<=[读住租做交供买领])紧"), "着"),
    (re.compile(r"(?<=[年岁])几(?![岁个级年月])"), "多"),
    (re.compile(r"买楼"), "买房"),
    (re.compile(r"返工"), "上班"),
    (re.compile(r"揾食"), "打工"),
    (re.compile(r"下年"), "明年"),
    (re.compile(r"旧年"), "去年"),
    (re.compile(r"乡下"), "老家"),
)


def plain(text: str) -> str:
    """The text in plain words, of the same length."""
    written = text.translate(_SIGNS)
    for pattern, word in _WORDS:
        written = pattern.sub(word, written)
    return written
