"""Hand-written stand-ins for the engine, Rasa and the knowledge: small, and true to their
contracts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine

from api.dialogue import WithoutRasa
from api.parts import Parts
from assistant.client import RasaUnavailable
from assistant.turn.change import Change, ChangeRefused, FactCorrected, FactWithdrawn, StepDone
from assistant.turn.conversation import Answer, Conversation, HeardFact, Reply
from knowledge.model.inquiry_list import Catalog, CatalogRow, InquiryList, Theme
from knowledge.model.knowledge_base import KnowledgeBase, Phrasings, Shared
from knowledge.model.route import Ask, Route
from knowledge.model.shared import Fact

TODAY = date(2026, 10, 20)
MONTHS = "本人.连续居住月数"
ROUTE = Route.model_validate(
    {
        "release": "0123456789abcdef",
        "today": "2026-10-20",
        "goals": [{"goal": "permit", "title": "领到居住证", "for": "本人"}],
        "assumptions": ["还不知道有合法稳定住所,先按符合算"],
        "trips": [
            {"id": "trip-1", "date": "2026-10-21", "place": "厚街 · 派出所", "steps": ["step-1"]}
        ],
        "steps": [
            {
                "id": "step-1",
                "item": "residence-permit/first-permit",
                "title": "首次申领居住证",
                "list": "residence-permit",
                "person": "本人",
                "department": "东莞市公安局",
                "channel": "窗口",
                "place": "厚街 · 派出所",
                "start": "2026-10-21",
                "finish": "2026-11-05",
                "open": False,
                "visits": 1,
                "present": ["本人"],
                "duration": "法定最长 15 个自然日",
                "fee": "0",
                "after": [],
                "why": ["要「领到居住证」", "连续居住月数满 6 个月:您说「三年多了」"],
                "basis": ["《居住证暂行条例》第九条"],
                "materials": [
                    {
                        "material": "id-card",
                        "title": "居民身份证",
                        "of": "本人",
                        "form": "原件",
                        "copies": 1,
                        "source": "手里有",
                    }
                ],
                "note": None,
            }
        ],
        "considered": [
            {
                "item": "residence-permit/first-permit",
                "title": "首次申领居住证",
                "list": "residence-permit",
                "person": "本人",
                "outcome": "taken",
                "because": "达成目标要办",
            },
            {
                "item": "residence-permit/register",
                "title": "居住登记",
                "list": "residence-permit",
                "person": "本人",
                "outcome": "held",
                "because": "您说已经登记过",
            },
        ],
        "materials": [
            {
                "id": "id-card",
                "title": "居民身份证",
                "of": "本人",
                "for": ["step-1"],
                "source": "手里有",
            }
        ],
        "measures": {
            "departments": 1,
            "items": 1,
            "materials": 1,
            "trips": 1,
            "days": 12,
            "alone": {"departments": 1, "items": 1, "materials": 1, "trips": 1, "days": 12},
            "formula": "一起办:同日同地合并;单独办:各事项相加",
        },
        "proof": {"trips": {"value": 1, "bound": 1, "unit": "趟"}},
        "blocked": [],
        "alternatives": [],
        "branches": [],
        "asks": [],
    }
)
ASK = Ask(
    fact="本人.有合法稳定住所",
    ask="您在东莞有租房合同或者自己的房子吗?",
    why="决定能不能申领居住证",
    options=("是", "否"),
)


def knowledge() -> KnowledgeBase:
    """Two lists in the catalog, one of them written, one fact with a unit."""
    rows = (
        CatalogRow.model_validate(
            {
                "id": "residence-permit",
                "title": "居住证与居住登记",
                "theme": "household",
                "lead": "公安",
                "audience": "person",
                "scope": ["首次申领"],
            }
        ),
        CatalogRow.model_validate(
            {
                "id": "id-card",
                "title": "居民身份证",
                "theme": "household",
                "lead": "公安",
                "audience": "person",
                "scope": ["首次申领"],
            }
        ),
    )
    written = InquiryList.model_validate(
        {"id": "residence-permit", "effective": "2016-01-01", "reviewed": None, "questions": []}
    )
    months = Fact.model_validate(
        {
            "id": "stay-months",
            "name": "连续居住月数",
            "type": "number",
            "for": "本人",
            "unit": "个月",
        }
    )
    return KnowledgeBase(
        catalog=Catalog(themes={"household": Theme(title="户籍与居住", count=2)}, lists=rows),
        shared=Shared(
            persons={},
            facts={months.id: months},
            parameters={},
            goals={},
            situations={},
            materials={},
            places={},
            departments={},
            laws={},
        ),
        lists={written.id: written},
        phrasings=Phrasings(sayings={"id-card": ("补办身份证",)}, questions={}),
    )


class FakeEngine:
    """Answers every text with a route and an ask; remembers what it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str | None]] = []

    def take_turn(
        self,
        conversation: Conversation,
        text: str,
        *,
        act: str | None,
        today: date,
        heard: Callable[[Conversation, Reply], None] | None = None,
    ) -> tuple[Conversation, Reply]:
        self.calls.append((text, act))
        if "炸" in text:
            raise RuntimeError("secret internals")
        turn = conversation.turns + 1
        fact = HeardFact(key=MONTHS, value=[36, 47], words="三年多", turn=turn, source="said")
        after = _noted(conversation, fact)
        reply = _reply(after, f"听到了:{text}")
        if heard is not None:
            heard(after, reply.model_copy(update={"route": None, "asks": None, "quick": ()}))
        return after, reply

    def change(
        self, conversation: Conversation, change: Change, *, today: date
    ) -> tuple[Conversation, Reply]:
        """Notes a correction, refuses a withdrawal, and names the route it compared with."""
        previous = conversation.route
        if isinstance(change, FactWithdrawn):
            raise ChangeRefused("「没有的」还没有记下过。")
        turn = conversation.turns + 1
        after = conversation.model_copy(update={"turns": turn})
        if isinstance(change, FactCorrected):
            words = self.words_of(change, today=today)
            fact = HeardFact(
                key=change.key, value=change.value, words=words, turn=turn, source="answered"
            )
            after = _noted(conversation, fact)
        elif isinstance(change, StepDone):
            done = (*conversation.done, f"{change.item}@{change.person}")
            after = after.model_copy(update={"done": done})
        reply = _reply(after, "已经改过来了。")
        changes = (f"和 {previous.today} 的路线比过",) if previous else ()
        return after, reply.model_copy(update={"status": "changed", "changes": changes})

    def words_of(self, change: Change, *, today: date) -> str:
        if isinstance(change, FactCorrected) and change.value == "不行":
            raise ChangeRefused("「连续居住月数」不能是「不行」。")
        return f"更正:{change.model_dump()}"


def _noted(conversation: Conversation, fact: HeardFact) -> Conversation:
    others = tuple(one for one in conversation.facts if one.key != fact.key)
    turns = conversation.turns + 1
    return conversation.model_copy(
        update={"turns": turns, "facts": (*others, fact), "route": ROUTE}
    )


def _reply(after: Conversation, said: str) -> Reply:
    return Reply(
        reply=said,
        kind="consult",
        status="answered",
        lists=("residence-permit",),
        questions=("residence-permit/who-can-apply",),
        facts=after.values(),
        asks=ASK,
        route=ROUTE,
        answers=(
            Answer(
                question="residence-permit/who-can-apply",
                ask="什么人可以申领居住证?",
                answer="住满半年可以申领。",
                basis=("《居住证暂行条例》第二条",),
                reviewed=None,
            ),
        ),
        quick=("是", "否"),
    )


class AbsentRasa(WithoutRasa):
    """Rasa that is down."""

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> Any:
        raise RasaUnavailable("unreachable")


class SilentRasa(WithoutRasa):
    """Rasa that answers without ever calling back."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Mapping[str, Any]]] = []

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> Any:
        self.sent.append((sender, message, metadata or {}))


def fake_parts(database: Engine, **other: Any) -> Parts:
    """The app's parts over this database: an engine that plays, no Rasa, no problems in the lists;
    `other` parts by name instead of these.
    """
    usual: dict[str, Any] = {
        "release": "0123456789abcdef",
        "knowledge": knowledge(),
        "engine": FakeEngine(),
        "dialogue": WithoutRasa(),
        "check": lambda: (),
        "today": lambda: TODAY,
        "action_token": "secret",
    }
    return Parts(database=database, **(usual | other))
