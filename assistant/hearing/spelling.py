"""Writes Cantonese and a few other signs the plain way, sign for sign, so that positions stay.

喺 -> 在, 冇 -> 没, 嘅 -> 的. Refuses whatever would change the length of the text.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin import lazy_pinyin

from knowledge.index.text import simplifier

# Cantonese signs, full-width digits, and signs that look like others.
_SIGNS = str.maketrans(
    "喺嘅咗冇唔佢仲係嚟攞啲嗰睇０１２３４５６７８９歲囗菀",
    "在的了没不他还是来拿些那看0123456789岁口莞",
)
_TERMS = ["社保", "医保", "户口", "报销", "居住证", "公积金", "房产证", "迁过来", "迁户口", "学位"]
_WORDS = (
    (re.compile(r"呢(?=边|度|个|间|次)"), "这"),
    (re.compile(r"在度(?=[买住租做])"), "在这"),
    (re.compile(r"点(?=样)|点(?=[转报办算迁入])|咋"), "怎"),
    (re.compile(r"依家|而家"), "现在"),
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


def respelt(text: str) -> str:
    """The text with words that hearing lives on as they are spelt, where one sign of them was
    typed by its sound (户扣: 户口, 设保: 社保).
    """
    sounds = [_sound(sign) for sign in text]
    for term in _TERMS:
        meant = [_sound(sign) for sign in term]
        for start in range(len(text) - len(term) + 1):
            end = start + len(term)
            if sounds[start:end] == meant:
                right = sum(one == other for one, other in zip(text[start:end], term, strict=True))
                if right == len(term) - 1:
                    text = text[:start] + term + text[end:]
    return text


@cache
def _sound(sign: str) -> str:
    """Without tones; signs that are not Chinese stay as they are."""
    return lazy_pinyin(sign)[0]


def plain(text: str) -> str:
    """The text in plain words, of the same length."""
    simple = simplifier().convert(text)
    written = (simple if len(simple) == len(text) else text).translate(_SIGNS)
    for pattern, word in _WORDS:
        written = pattern.sub(word, written)
    return written
