"""Whether a message is about another city: a place outside 东莞 is named, and not as where one
comes from.

我是湖南的, 四川人, 老家河南, 从江西过来 and 户口在广西 say who is speaking; what they want is
wanted here.
"""

from __future__ import annotations

import re

from knowledge.model.knowledge_base import Shared

HOME = "东莞"
ANYWHERE = "外地"
HOMES = ("东莞", "莞", "dg")
KINDS = ("province", "city")
_COMING_FROM = re.compile(
    r"(?:老家[是在]?|户口[是在还]*|户籍[是在]?|来自|从|由|原籍|籍贯|回|回到|返)$"
)
_TO_HERE = re.compile(r"(转|迁|接|搬|调)(移|回)?(过来|来这|到这|来东莞|回来)")
_IS = re.compile(r"(?:是|系)$")
_BELONGING = re.compile(r"^(?:人|户口|户籍|籍|过来|来的|嚟|考过来|转过来|转回|转来|迁过来|回来)")
_ALONE = re.compile(r"^(?:的|嘅)?(?:[,，。.!！;；\s]|$)")


def about_elsewhere(text: str, shared: Shared) -> bool:
    """True when some place outside 东莞 is named as more than an origin, and no place of 东莞
    is.
    """
    lowered = text.lower()
    if any(home in lowered for home in HOMES) or _TO_HERE.search(text):
        return False
    elsewhere = False
    for name, place in shared.places_by_name.items():
        start = text.find(name)
        if start < 0 or len(name) < 2:
            continue
        inside = shared.contains(HOME, place.name)
        if inside and place.kind == "town":
            return False
        if inside is False and place.kind in KINDS and place.name != ANYWHERE:
            elsewhere |= not _origin(text[:start], text[start + len(name) :])
    return elsewhere


def _origin(before: str, after: str) -> bool:
    """Whether the words around a place say that somebody comes from there."""
    if _COMING_FROM.search(before) or _BELONGING.match(after):
        return True
    return bool(_IS.search(before) and _ALONE.match(after))
