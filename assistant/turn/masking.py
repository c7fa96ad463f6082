"""Masks identity, phone and bank card numbers before anything is stored or logged.

Identity numbers are recognised by their check digit (GB 11643: ISO 7064 MOD 11-2) and a real
birthday, bank cards by the Luhn digit (ISO/IEC 7812-1), mobile numbers by their form (11 digits
from 13 to 19). Serial numbers that merely look like one stay, so that a form's number can still be
asked about.
"""

from __future__ import annotations

import re
from datetime import date

_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){9,18}[ \-]?[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
HIDDEN = re.compile("〔(?:身份证号|手机号|银行卡号)〕")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")


def mask(text: str) -> str:
    """The text with every such number replaced by 〔身份证号〕, 〔手机号〕 or 〔银行卡号〕."""
    plain = text.translate(_FULL_WIDTH)
    parts, end = [], 0
    for match in _CANDIDATE.finditer(plain):
        said = _masked(match[0])
        parts += [text[end : match.start()], said or text[match.start() : match.end()]]
        end = match.end()
    return "".join([*parts, text[end:]])


def _masked(candidate: str) -> str | None:
    """What to put instead of these digits; None where they stay."""
    digits = re.sub(r"[ \-]", "", candidate).upper()
    if is_identity_number(digits):
        return "〔身份证号〕"
    if _MOBILE.fullmatch(digits):
        return "〔手机号〕"
    return "〔银行卡号〕" if is_card_number(digits) else None


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are a resident identity number: a real birthday and the right check
    character.
    """
    if len(digits) != 18 or not digits[:17].isdecimal():
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return digits[17] == _CHECK[total % 11]


def is_card_number(digits: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn check and begin like a bank card (3 to 6)."""
    if not (16 <= len(digits) <= 19 and digits.isdecimal() and digits[0] in "3456"):
        return False
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
