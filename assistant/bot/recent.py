"""Rasa's memory of dialogues, kept small: the last conversations, and of each the last turns.

The app keeps what matters of a conversation; Rasa's tracker is dialogue only. Rasa's in-memory
store would keep every conversation for ever and send all of it to the action at every turn. A
conversation that has fallen out simply begins again for Rasa.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class RecentConversations(InMemoryTrackerStore):
    """At most `conversations` trackers of `turns` turns each; the least recently used goes
    first.
    """

    def __init__(
        self,
        domain: Any,
        event_broker: Any = None,
        *,
        conversations: int,
        turns: int,
        **unused: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.store: OrderedDict[str, str] = OrderedDict()
        self._conversations = conversations
        self._turns = turns

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's last turns and let the oldest conversations go."""
        tracker.events = deque(last_turns(list(tracker.events), self._turns), tracker.events.maxlen)
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self._conversations:
            self.store.popitem(last=False)


def last_turns(events: list[Any], turns: int) -> list[Any]:
    """The events from the listening before the `turns`-th last utterance on; all if there are
    fewer.
    """
    said = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return events[max(0, said[-turns] - 1) :] if len(said) > turns else events
