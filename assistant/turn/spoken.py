"""Whether a message is a dialogue act: by Rasa's word for it, or by wording that can mean nothing
else, so that the plainest acts are understood without Rasa too.
"""

from __future__ import annotations

import re

from assistant.turn.draft import Draft

SHORT = 16
QUESTION = re.compile(
    r"怎么|如何|点办|点算|点样|咋|吗|么[?？]?$|能不能|可不可以|要不要|行不行|什么|啥|多久|多少"
    r"|几|哪|谁|[?？]"
)
_WHAT = r"(什么|哪些|啥|咩|乜)"
_SAID: dict[str, tuple[str, ...]] = {
    "restart": (r"^请?重新开始", r"^从头(再)?来", r"^(全部)?重来", r"^清空", r"^重新来"),
    "repeat": (
        r"^(请|麻烦)?你?(再|重新)(说|讲|念|发|来)多?一?(遍|次)",
        r"^重复一?[遍下次]",
        r"^没听清",
        r"^刚才?说(什么|啥|咩)",
        r"^讲多次",
    ),
    "simpler": (
        r"^.{0,6}(说|讲)得?(简单|通俗|明白|浅|直白)一?[点些啲]",
        r"^太(长|复杂|啰嗦|深奥)",
        r"^(看|听)(不|唔)(懂|明)",
        r"^(讲|说)人话",
        r"^一句话",
        r"^长话短说",
        r"^唔明",
        r"^简[单短][点些]",
    ),
    "next": (
        r"^(\S{0,3}[,，\s])?(那|好了?|嗯|知道了)?(下一步|下一个|接下来|然后呢|继续|(跟住|下面|之后|后面)呢)",
    ),
    "previous": (r"^(返回)?(上|前)一(步|个)", r"^倒回去", r"^退回(去)?一步", r"^前面那一?步"),
    "ask_papers": (
        r"^(那|请问|所以)?(我们?)?(一共|总共|都|到底)?(要|需要|得|该)?(带|准备|交|拿)齐?些?"
        + _WHAT
        + r"\S{0,4}$",
        r"^材料清单",
        r"^(要|需要)?" + _WHAT + r"(材料|证件|资料)\S{0,2}$",
    ),
    "request_human": (
        r"转人工",
        r"人工(客服|服务|坐席)",
        r"(找|换)个?真人",
        r"[找接]人工",
        r"转坐席",
    ),
    "thanks": (r"^(好的?|嗯|行|知道了)?[,，]?(谢谢|多谢|唔该|感谢|谢了)\S{0,4}$",),
    "what_if": (r"^(那|那么)?(如果|要是|假如|假设|万一|倘若|若果|若是|假使)",),
    "correct": (r"[说讲写打填搞弄记]错", r"口误", r"更正", r"改一下", r"改为", r"改成"),
}
WORDING: dict[str, re.Pattern[str]] = {act: re.compile("|".join(_SAID[act])) for act in _SAID}


def speaks(draft: Draft, act: str) -> bool:
    """Whether the message is this act. Rasa's word counts for short messages only: a long one that
    also tells a situation must not be lost to 重新开始.
    """
    if draft.act == act and len(draft.text) <= SHORT:
        return True
    wording = WORDING.get(act)
    return wording is not None and bool(wording.search(draft.text))
