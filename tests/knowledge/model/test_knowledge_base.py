"""Places that contain each other, and what is in force on a day."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model.inquiry_list import Catalog, InquiryList
from knowledge.model.knowledge_base import KnowledgeBase, Phrasings
from tests.knowledge.model.register import shared

ITEM = {
    "title": "一件事",
    "for": "本人",
    "channels": [{"mode": "online"}],
    "time_limit": {},
    "basis": [],
}
PERIODS = [
    {"id": "old-rule", "until": "2019-06-30"},
    {"id": "new-rule", "effective": "2019-07-01"},
    {"id": "new-rule", "effective": "2018-01-01", "until": "2018-12-31"},
]


@pytest.mark.parametrize(
    ("outer", "inner", "contains"),
    [
        ("东莞", "大朗", True),
        ("东莞", "东莞", True),
        ("东莞", "莞城", True),
        ("广东省", "大朗", True),
        ("湖南", "大朗", False),
        ("大朗", "东莞", None),
        ("东莞", "中国", None),
        ("东莞", "外地", None),
        ("外地", "东莞", None),
        ("外地", "外地", True),
    ],
)
def test_contains(outer: str, inner: str, contains: bool | None) -> None:
    assert shared().contains(outer, inner) is contains


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2015-12-31", set()),
        ("2016-01-01", {"old-rule"}),
        ("2018-12-31", {"old-rule", "new-rule"}),
        ("2019-01-01", {"old-rule"}),
        ("2019-06-30", {"old-rule"}),
        ("2019-07-01", {"new-rule"}),
        ("2099-01-01", {"new-rule"}),
    ],
)
def test_in_force_from_effective_to_until_inclusive(day: str, ids: set[str]) -> None:
    found = InquiryList.model_validate(
        {
            "id": "some-list",
            "effective": "2016-01-01",
            "reviewed": None,
            "questions": [],
            "items": [{**ITEM, **period} for period in PERIODS],
        }
    )
    lists = {found.id: found}
    catalog = Catalog(themes={}, lists=())
    knowledge = KnowledgeBase(catalog, shared(), lists, Phrasings({}, {}))
    assert set(knowledge.items(date.fromisoformat(day))) == {f"some-list/{name}" for name in ids}
    assert knowledge.questions(date.fromisoformat(day)) == {}
    assert len(list(knowledge.all_items())) == len(PERIODS)
