"""The step that reads one column of the route as it was told, or of the items that the last answer
was about: who has to come, where, when, how long, what it costs, how many trips, what can be done
from home.

Only where the words ask for nothing else (要本人去吗, 一共跑几趟): words that name something
besides are left to the other steps. Nothing is planned here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.turn.draft import Draft
from assistant.turn.fitting import items_answered
from assistant.turn.surroundings import Surroundings
from assistant.wording import columns_text, sentences
from assistant.wording.columns_text import Row, Way
from knowledge.model.household import person_name, read_household
from knowledge.model.judgement import Judge
from knowledge.model.route import Route
from knowledge.routes.network import Visit
from knowledge.routes.terms import fee_of, fee_text, visits_of

LONGEST = 24
MOST_ITEMS = 8
_BEFORE = (
    r"(?:那么?|请问|所以|还有|然后|另外|(?:办)?这(?:些|个|几件)|都|我们?"
    r"|一共|总共|全部|大概|到底|\W)*"
)
_AFTER = r"(?:[吗么呢呀啊嘛的了哦啦呗]|\W)*"
_MAY = r"(?:能不能|可不可以|可唔可以|可以|能够?)"
_MUST = r"(?:是不是|要不要|需不需要|用不用|使唔使|一定|必须|非|需要|要|得|必须要|都)"
_OTHERS = r"(?:找人|叫人|请人|让?别人|让?家人|让?家里人|让?(?:老公|老婆|孩子|儿子|女儿))"
_ONE = r"(?:我|他|她|佢|您|老人|我?爸爸?|我?妈妈?|孩子)"
_FAMILY = r"(?:孩子|小孩|娃|老公|老婆|爱人|爸妈|父母|老人|家人|家里人)"
_WHERE = r"(?:哪里|哪儿|哪|边度|什么地方|哪个地方|哪个窗口|哪个部门)"
_DO = r"(?:办理|办|弄|搞|申请)"
_ONLINE = rf"(?:{_DO}|报名|登记|申领|提取|转|缴费|交费)"
_DONE = r"(?:办好|办完|办下来|办妥|办成|搞定|弄好|弄完|拿到)"
_LONG = r"(?:多久|多长时间|几天|多少天|几耐)"
_PATTERNS = {
    "who": (
        rf"{_MUST}*{_MAY}?{_ONE}?(?:本人|自己|亲自)(?:亲自)?{_MUST}*(?:去|到场|到|来|跑){_DO}?",
        rf"{_MAY}{_OTHERS}?(?:代办|代我办|帮我?办|帮忙办|替我?[办去]|代我?去)",
        rf"{_MAY}{_OTHERS}去办?",
        rf"{_MUST}*(?:带|叫|叫上|和|跟)?{_FAMILY}(?:也|一起|{_MUST})*(?:去|到场|到)",
        rf"{_MUST}*谁{_MUST}*(?:去|到场|到)",
    ),
    "where": (rf"{_MUST}*(?:该|应该)?(?:去|到|在){_WHERE}(?:去?{_DO})?",),
    "when": (r"(?:什么时候|几时|哪天|何时|啥时候)(?:可以|能|该|要)?(?:去办|去|办)",),
    "long": (
        rf"{_MUST}*(?:花|等)?{_LONG}{_MAY}?才?{_MAY}?{_DONE}?",
        rf"(?:什么时候|几时|哪天|何时|啥时候)才?{_MAY}?{_DONE}",
    ),
    "cost": (
        rf"{_MUST}*(?:交|花|给|收)?(?:多少钱|多少费用)",
        rf"{_MUST}*(?:钱|交钱|花钱|收钱|收费|费用)",
        r"(?:费用|收费)是?(?:多少|怎么算)",
    ),
    "trips": (rf"{_MUST}*跑(?:几|多少)(?:趟|次|回)",),
    "home": (
        rf"{_MAY}?(?:在|从)?(?:网上|手机上?|线上){_MAY}?{_ONLINE}",
        rf"(?:哪些|哪几件|有没有){_MAY}?(?:在|从)?(?:网上|手机上?|线上){_MAY}?{_ONLINE}",
    ),
}
ASKS = {
    name: re.compile(f"{_BEFORE}(?:{'|'.join(asks)}){_AFTER}") for name, asks in _PATTERNS.items()
}


def read_column(draft: Draft, around: Surroundings) -> Draft:
    """要本人去吗, 去哪里办, 要多少钱: of the items that the last answer was about, else of all
    steps of the route.
    """
    column = column_asked(draft.text)
    if column is None or draft.before.awaits:
        return draft
    conversation = draft.conversation
    items = _rows_of_items(draft, around) if column in columns_text.OF_ITEMS else ()
    if items:
        said = columns_text.of_items(column, items)
    elif conversation.route is not None and conversation.route.steps:
        rows = _rows_of_route(conversation.route, draft, around)
        said = columns_text.of_route(column, conversation.route, rows)
    elif not conversation.lists:
        return replace(draft, status="unclear", parts=(sentences.OF_WHAT,))
    else:
        return draft
    return replace(draft, status="walked", parts=(said,), lists=conversation.lists)


def _rows_of_items(draft: Draft, around: Surroundings) -> tuple[Row, ...]:
    """None where there are too many of them to be meant."""
    shared = around.knowledge.shared
    judge = Judge(shared, read_household(draft.values(), shared, on=draft.today))
    rows = []
    for item in items_answered(draft, around):
        person = person_name(item.whose, several=shared.persons_by_name[item.whose].several)
        visits = visits_of(item, person, judge=judge)
        ways = tuple(map(_way, visits, (one.agent for one in item.channels)))
        rows.append(Row(item.title, ways, fee_text(fee_of(item, shared, draft.today))))
    return tuple(rows) if len(rows) <= MOST_ITEMS else ()


def _way(visit: Visit, agent: bool) -> Way:
    return Way(visit.channel, visit.place, visit.visits, visit.present, agent, visit.duration)


def _rows_of_route(route: Route, draft: Draft, around: Surroundings) -> tuple[Row, ...]:
    items = around.knowledge.items(draft.today)
    rows = []
    for step in route.steps:
        agent = step.item in items and any(one.agent for one in items[step.item].channels)
        way = Way(step.channel, step.place, step.visits, step.present, agent, step.duration)
        rows.append(Row(step.title, (way,), step.fee))
    return tuple(rows)


def column_asked(text: str) -> str | None:
    """Which column, where the words ask for that alone."""
    if len(text) > LONGEST:
        return None
    return next((name for name, asks in ASKS.items() if asks.fullmatch(text)), None)
