"""The small register of the model's tests, typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.model.household import Household, read_household
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import Fact, Parameter, Person, Place

HERE = Path(__file__).parent
TODAY = date(2026, 3, 1)


def documented(name: str) -> list[dict[str, Any]]:
    """The examples of conditions.yml or judgement.yml; all scalars are text, as in the lists."""
    examples: list[dict[str, Any]] = yaml.load(
        (HERE / name).read_text("utf-8"), Loader=yaml.BaseLoader
    )
    assert len(examples) > 20
    return examples


@cache
def shared() -> Shared:
    """The register of register.yml; what it does not have is empty."""
    raw = yaml.load((HERE / "register.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return Shared(
        persons={one["id"]: Person.model_validate(one) for one in raw["persons"]},
        facts={one["id"]: Fact.model_validate(one) for one in raw["facts"]},
        parameters={one["id"]: Parameter.model_validate(one) for one in raw["parameters"]},
        goals={},
        situations={},
        materials={},
        places={one["id"]: Place.model_validate(one) for one in raw["places"]},
        departments={},
        laws={},
    )


def household(facts: Mapping[str, Any] | None = None, *, on: date = TODAY) -> Household:
    """A household of whom these JSON facts are known."""
    return read_household(facts or {}, shared(), on=on)
