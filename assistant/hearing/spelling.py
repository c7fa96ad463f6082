"""Writes Cantonese and a few other signs the plain way, sign for sign, so that positions stay.

喺 -> 在, 冇 -> 没, 嘅 -> 的. Refuses whatever would change the length of the text.
"""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

# Cantonese signs, full-width digits, and signs that look like others.
_SIGNS = str.maketrans(
    "喺嘅咗冇唔佢仲係嚟攞啲嗰睇０１２３４５６７８９歲囗菀",
    "在的了没不他还是来拿些那看0123456789岁口莞",
)
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


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """The text in plain words, of the same length."""
    simple = _simplifier().convert(text)
    written = (simple if len(simple) == len(text) else text).translate(_SIGNS)
    for pattern, word in _WORDS:
        written = pattern.sub(word, written)
    return written
