"""What an audit finds: a Chinese sentence for each thing the lists do not bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Code = Literal[
    "release",  # 路线出自别的发布版本
    "goal-unknown",  # 没有这个办事目标
    "goal-missed",  # 目标没有达到,也没有列为办不到
    "goal-blocked",  # 列为办不到,其实已达到
    "item-unknown",  # 没有这个事项,或不在有效期
    "item-done",  # 已经办过,又排了一次
    "item-decision",  # 要市民自己拿主意的事项
    "item-terms",  # 名称、清单、部门和清单不一致
    "step-twice",  # 步骤编号或事项重复
    "step-unknown",  # 提到了没有的步骤
    "person",  # 办给了不该办的人
    "channel",  # 渠道、地点、次数、到场人和清单不一致
    "fee",  # 费用和清单不一致
    "duration",  # 办结日、时限和清单不一致
    "open",  # 时间待定的标记不对
    "day-past",  # 早于今天
    "day-closed",  # 要到场的日子不是工作日
    "window",  # 不在办理时间内
    "too-soon",  # 还没到可以办的日子
    "deadline",  # 过了期限没有说
    "condition-false",  # 条件不符合
    "condition-open",  # 条件还不知道,也没有列为假定
    "order",  # 排在所等的步骤之前
    "after-missing",  # 用了某一步的结果,没有写明等它
    "paper-missing",  # 要的材料没有列出
    "paper-extra",  # 列了不要的材料
    "paper-terms",  # 材料的名称、形式、份数不对
    "paper-source",  # 材料的来源不对
    "paper-unobtainable",  # 材料到时拿不到
    "paper-late",  # 材料办出来太晚
    "paper-stale",  # 材料到时已过有效期
    "trip",  # 行程和步骤对不上
    "trip-split",  # 同一天同一地点分成了两趟
    "materials",  # 材料总表和各步骤对不上
    "measures",  # 数字对不上
    "proof",  # 证明和路线对不上
    "considered",  # 「考虑过的事项」和步骤对不上
    "assumption",  # 该说的假定没有说
]
CODES: tuple[str, ...] = get_args(Code)


@dataclass(frozen=True)
class Discrepancy:
    """`where` is the part of the route concerned: a step or trip id, a goal, a field's name."""

    code: Code
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}  {self.code}  {self.message}"
