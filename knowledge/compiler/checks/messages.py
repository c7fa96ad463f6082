"""Messages with several wishes: every list they name exists, and none is both wanted and not."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.compiler.draft import Draft
from knowledge.compiler.load import MESSAGES
from knowledge.compiler.problem import Problem, perhaps, shown
from knowledge.compiler.walk import Located


def check_messages(draft: Draft) -> Iterator[Problem]:
    """E607 a list that the catalog does not have, E608 a list named twice."""
    for path, document in draft.documents.items():
        if not path.startswith(f"{MESSAGES}/"):
            continue
        for number, message in enumerate(document.plain()):
            found = Located(path, (number,), str(message["text"]))
            named = [*message["lists"], *message.get("aside", ())]
            for one in dict.fromkeys(named):
                if one not in draft.knowledge.rows:
                    yield found.problem(
                        draft,
                        code="E607",
                        message=f"「{shown(found.what)}」要的清单「{one}」目录里没有",
                        mend=f"{perhaps(one, draft.knowledge.rows)}编号照 catalog.yml 写。",
                    )
                if named.count(one) > 1:
                    yield found.problem(
                        draft,
                        code="E608",
                        message=f"「{shown(found.what)}」把清单「{one}」写了两次",
                        mend="要办的写在 lists,提到而不用办的写在 aside,一张清单只写一处。",
                    )
