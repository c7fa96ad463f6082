"""The fixed sentences, by kind of message. Emergencies name the number first.

110, 119, 120, 12345 are national public numbers; 12356 is the national mental-health hotline
(国家卫生健康委员会, 2024).
"""

from __future__ import annotations

from collections.abc import Mapping

BY_KIND: dict[str, str] = {
    "greeting": (
        "您好!我可以帮您弄清在东莞办事要走哪几步、跑哪里、带什么。请直接说说您的情况,"
        "比如从哪里来、住在哪个镇、想办什么。"
    ),
    "thanks": "不客气。办的时候遇到问题,随时回来问我。",
    "bye": "再见,祝您办事顺利。需要时再来,我记得我们说到哪里。",
    "chitchat": "我只懂在东莞办事的事。您有什么要办的,直接说给我听就好。",
    "emergency": (
        "如果正有危险,请马上打电话:报警 110,火警 119,急救 120。人先到安全的地方。等平安了,"
        "后面要办的手续再来问我。"
    ),
    "distress": (
        "听得出您现在很难。请先打 12356 心理援助热线,有人会陪您说话;如果已有危险,"
        "请马上打 120 或 110。等好一些,要办的事我陪您一件一件理。"
    ),
    "injection": "这个我做不到。您有在东莞要办的事,我可以帮您理出路线。",
    "privacy": (
        "别人的个人信息我不能查,也不能说。要办自己的事,请说说您的情况;替家人办,"
        "请家人授权后到窗口办理。"
    ),
    "elsewhere": "我只熟悉东莞的规定。别的城市的事,请拨当地的 12345 政务服务热线问。",
    "off_domain": "这件事不归政府部门办,我帮不上。您有在东莞要办的事,可以随时问我。",
    "abuse": "您的着急我听到了。请告诉我是哪件事没办成,我帮您看怎么办;要投诉,可以打 12345。",
    "unclear": "我没有听明白您要办什么。请多说一点:您是哪里的户口、住在哪个镇、想办成什么?",
}
STATUS_BY_KIND: dict[str, str] = {
    "greeting": "greeted", "thanks": "thanked", "bye": "closed", "unclear": "unclear",
}  # fmt: skip
WHICH_QUESTION = "关于{title},您想问的是不是下面哪一个?回数字就行,都不是就换个说法再问我。"
OF_WHAT = (
    "您问的是哪一件事?先说一声要办什么,比如「办居住证」「孩子上小学」,"
    "我再告诉您谁去、去哪里、要多久、要多少钱。"
)
NOTHING_FOUND = (
    "您说的这件事,我手上的清单里还没有对得上的。请换个说法再说一次;也可以打 12345 由人工为您查。"
)
WHICH = "我拿不准您问的是哪一件:您是想问《{first}》,还是《{second}》?点一下或回我一声就行。"
NOT_WRITTEN = (
    "这件事在问政清单里属于《{title}》,由{department}牵头。这张清单还没有编写好,"
    "我不能给您没有核对过的答复;请打 12345 转{department}问清楚。"
)
PERHAPS_NOT_WRITTEN = (
    "听着像是《{title}》里的事,由{department}牵头;这张清单还没有编写好,我不能给您没有核对过的答复,"
    "可以打 12345 转{department}问清楚。不是这件事的话,换个说法再讲一遍。"
)
NEAREST_WRITTEN = "如果您问的是下面这样的事,我能答,回数字就行:"
AND_ALSO = "您还提到:{titles}。这几张清单还没有编写好,请打 12345 问。"
NOTED = "我记下了:{facts}。"
UNREVIEWED = "待部门核对"
NOT_ANSWERED = "(这一点我没有对上,先按不知道处理)"
UNSURE_NOTED = "没关系,不知道也能办,我把两种情况都替您想着。"
RESTARTED = "好,我们从头来。请说说您的情况。"
HUMAN = (
    "好的,这就请坐席来接着帮您。您说过的我会一起转过去,不用再说一遍:{facts}。"
    "等不及也可以直接打 12345。"
)
WHY = "问这个是因为:{why}"
NO_WHY = "我现在没有在问您什么。您可以点开路线里的每一步,看它的理由和依据。"
ASK = "还想问您一句:{ask}({why}不清楚就说「不知道」。)"
ABOUT = "关于您的{person}:"
OFFER_ROUTE = "要不要我把这件事先办什么、后办什么、带什么,排成一条路线?要就回「排路线」。"
ROUTE_PLEASE = "排路线"
DECIDES_ANSWER = "它决定答复是哪一种。"
SAME_ROUTE = "办事路线没有变,还是上面那几步。"
CONFIRM = "{name}我先按「{value}」算,对吗?"
YES = "是"
NO = "否"
STILL_AS_SAID = "您前面说过:{facts},路线先照您说的算;如果不是这样,告诉我一声,我就改。"
CORRECTED = "已经改过来了。"
WITHDRAWN = "好,这一条不算了。"
FAILED = "这句话当时没能处理好,请换个说法再说一次。"
WITH_AGENT = "您的话坐席已经看到,请等坐席回复。"
SPLIT = "、"
SPLIT_WHY = ";"
UNKNOWN = "不知道"
BACK_TO_ASK = "回到刚才问您的:{ask}(不清楚就说「不知道」。)"
DECIDES_ROUTE = "它决定您走哪条路线。"
WHY_STEP = "办「{title}」是因为:{why}。"
FIRST_STEP = "这就是第一步,前面没有了。"
LAST_STEP = "后面没有了,刚才那一步就是最后一步。办好哪一步,告诉我一声,我把它从路线里划掉。"
NEXT_PLEASE = "下一步"
PREVIOUS_PLEASE = "上一步"
PERSON_PLEASE = "转人工"
WHICH_STEP = {
    "step_done": "好消息。请问办好的是哪一步?说第几步就行:{steps}",
    "step_refused": "辛苦您跑这一趟。请问是哪一步没办成?说第几步就行:{steps}",
}
STEP_DONE = "记下了,「{title}」办好了,后面的路线里不再有它。"
PAPER_ADDED = "记下了,办「{title}」窗口还要「{paper}」,我把它加进要带的东西里。"
WHICH_PAPER = "辛苦您跑这一趟。办「{title}」窗口还要哪一份材料?把窗口说的名称告诉我就行。"
PAPER_UNKNOWN = (
    "您说的这一份,「{title}」的清单里没有写到,我没法核对。可以请窗口写下要它的依据;"
    "觉得不该要,打 12345 反映。清单里写的照旧带上。"
)
STEP_FAILED = (
    "辛苦您跑这一趟。我先不走「{title}」这条路,看有没有别的办法;"
    "下次可以请窗口写下缺什么、为什么,拿给我看。"
)
SUPPOSED = "如果{facts},那么:"
SUPPOSED_SAME = "如果{facts},路线不变,还是原来那几步。"
SUPPOSED_KEPT = "这只是假设,您原来的情况我没有改。"
WHICH_FACT = "好的,是哪一条要改?我现在记着:{facts}。直接说对的就行,比如「孩子七岁」。"
NOTHING_TO_CORRECT = "我这里还没有记下您的情况,请直接说对的就行。"
DID_YOU_MEAN = "我没有十分听明白。您是不是想:{choices}\n点一个就行;都不是,请换个说法再说一次。"
NUMBERS_HIDDEN = (
    "不用告诉我证件、手机、银行卡的号码,您发来的号码我已经遮住、没有保存。"
    "请直接说说您的情况和想办的事。"
)
HOW_TO_SAY = (
    "还是没有听明白,是我不好。您可以这样说:「我是湖南的,住在厚街,孩子明年上小学,要怎么报名」;"
    "也可以回「转人工」,或者直接打 12345。"
)
RATE = "这次帮到您了吗?请给个评价:非常满意、满意、基本满意、不满意、非常不满意。"
RATED = "收到您的评价:{level}。谢谢您!"
RATED_LOW = "收到您的评价:{level}。让您不满意了,对不起。请说说是哪里没做好,我转给负责的人改。"
REASON_NOTED = "您说的我记下了,会转给负责的人。要找人接着办,回「转人工」或者打 12345。"
ACT_MEANT = {
    "ask_route": "排路线",
    "ask_papers": "要带什么材料",
    "ask_why": "为什么要这样办",
    "next": "下一步",
    "previous": "上一步",
    "repeat": "再说一遍",
    "simpler": "说简单点",
    "restart": "重新开始",
    "request_human": "转人工",
    "rate": "评个价",
    "step_done": "有一步办好了",
    "step_refused": "窗口没给办",
    "correct": "刚才说错了",
}


def handover(facts: Mapping[str, object]) -> str:
    """Where to find a person, and what to tell them."""
    told = SPLIT.join(readable(key, value) for key, value in facts.items())
    return HUMAN.format(facts=told or "您想办的事")


def readable(key: str, value: object) -> str:
    """A fact as a short phrase: 本人·户籍所在地:湖南."""
    person, _, name = key.rpartition(".")
    shown = "至".join(str(end) for end in value) if isinstance(value, (list, tuple)) else str(value)
    return f"{name}:{shown}" if person == "本人" else f"{person}{name}:{shown}"
