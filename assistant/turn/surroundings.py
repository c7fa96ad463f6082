"""What every step of a turn may use: one release's knowledge, its finder, its listener."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.hearing.hearing import Listener
from knowledge.model.knowledge_base import KnowledgeBase
from knowledge.retrieval.finder import Finder


@dataclass(frozen=True)
class Surroundings:
    knowledge: KnowledgeBase
    release: str
    finder: Finder
    listener: Listener
