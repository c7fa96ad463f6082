"""What every step of a turn may use: one release's knowledge, its finder, its listener."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.retrieval.finder import Finder

from assistant.hearing.hearing import Listener
from knowledge.model.knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Surroundings:
    knowledge: KnowledgeBase
    release: str
    finder: Finder
    listener: Listener
