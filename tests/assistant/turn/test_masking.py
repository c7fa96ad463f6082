"""Masking: what must never be stored is masked, what only looks alike stays."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.turn.masking import is_card_number, is_identity_number, mask

CASES = yaml.safe_load(Path(__file__).with_name("masking_cases.yml").read_text("utf-8"))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize("case", CASES["masked"], ids=lambda case: case["text"])
def test_masked(case: dict[str, str]) -> None:
    assert mask(case["text"]) == case["becomes"]


@pytest.mark.parametrize("text", CASES["kept"])
def test_kept(text: str) -> None:
    assert mask(text) == text


@given(st.dates(), st.integers(0, 999), st.integers(110000, 659999))
def test_every_valid_identity_number_is_masked(birthday, order: int, area: int) -> None:  # type: ignore[no-untyped-def]
    digits = f"{area}{birthday:%Y%m%d}".rjust(14, "0") + f"{order:03}"
    if len(digits) != 17:
        return
    check = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11]
    assert is_identity_number(digits + check)
    assert digits not in mask(f"号码{digits}{check}。")


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_one_wrong_digit_is_no_card() -> None:
    assert is_card_number("4111111111111111")
    assert not is_card_number("4111111111111112")
