"""Whether a message is about one of two lists, and it cannot be told which.

The bounds were chosen on sayings held back from a second training (as calibration does): there it
comes up for 6 in 100; the first list is right for 39 of 100 of these, one of the two for 78.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.retrieval.found import ClauseFound, Scored

CERTAIN = 0.6  # from here on the first is taken at its word
NEAR = 0.6  # the second is at least so likely, measured by the first
FAR = 0.4  # the third is at most so likely, measured by the second


def torn_between(lists: Sequence[Scored], clauses: Sequence[ClauseFound]) -> tuple[str, str] | None:
    """The two lists, best first. `lists` are the message's best, best first.

    Two lists that are best in a clause each are two wishes, not one that is unclear.
    """
    if len(lists) < 2 or lists[0].score >= CERTAIN or lists[1].score < NEAR * lists[0].score:
        return None
    if len(lists) > 2 and lists[2].score > FAR * lists[1].score:
        return None
    pair = (lists[0].id, lists[1].id)
    leading = {clause.lists[0].id for clause in clauses if clause.lists}
    return None if leading >= set(pair) else pair
