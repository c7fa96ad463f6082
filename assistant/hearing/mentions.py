"""Who is spoken of, and where in the text: 我老婆, 大的, 个仔, 我同事.

A stranger (同事, 朋友, 别人) is a person too: what is said of one is nobody's fact. Refuses to tell
a person from 他 or 她 alone. The staff of one's business and a divorced spouse are no strangers:
what is said of them may be a fact of the business or of the divorce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model.household import SELF
from knowledge.model.knowledge_base import Shared
from knowledge.model.shared import HOUSEHOLD

STRANGER = "旁人"
STAFF, FORMER = "员工", "前配偶"
SPOUSE, CHILD = "配偶", "子女"
ELDER, YOUNGER, THIRD = "大", "小", "三"
_STRANGERS = (
    r"同事|朋友|女友|男友|邻居|别人|人家|其他人|(?<!所)有人|亲戚|老乡|工友|同学|室友|网友|舍友|房客|租客|客户"
    r"|未婚妻|未婚夫|儿媳妇|儿媳|女婿|孙子|孙女|外孙|侄子|侄女|外甥"
    r"|[大小二三]?[表堂](?:哥|弟|姐|妹)|哥哥|弟弟|姐姐|妹妹|姐夫|妹夫|嫂子|弟媳|小姨子|小舅子|徒弟|(?<!在校)(?<!在校大)学生(?!证)|师傅|宝子们|姐妹们|大家|各位|[侄孙]+媳妇"
    r"|(?<=我)(?:哥|弟|姐|妹)(?!仔|妹)|阿哥|阿姐|家姐|大佬|细佬(?!仔)"
    r"|老太太|老爷爷|老婆婆|老大爷|阿婆|阿公|阿伯|叔叔|伯伯|舅舅|姑姑|姑妈|阿姨|姨妈|爷爷|奶奶|外公|外婆|阿爷|阿嫲|闺蜜|合伙人|学生家长"
)
_CHILDREN = (
    (
        ELDER,
        r"大女儿|大儿子|大的孩子|大孩子|大娃|大宝|大仔|大女(?=[今明\d读上]|$)|老大(?!不|难|的)",
    ),
    (YOUNGER, r"小女儿|小儿子|小的孩子|细仔|细女|二女儿|二儿子|二娃|二宝|老二|二胎|二孩"),
    (THIRD, r"三女儿|三儿子|三娃|三宝|老三|三胎|三孩"),
    ("儿子", r"儿子|个仔|阿仔|我仔|男孩"),
    ("女儿", r"女儿|闺女|囡囡|个女(?![的人士生朋婿方职工])|我女(?![的人士生朋婿方友])|妹仔|女孩"),
)
_LED = r"(?=(?:那个|这个|就|已经|都|才|刚|快|也|现在|马上|今年|明年|后年|九月|下半年|在|是|的)*"
_AGED = (
    r"(?:\d|[一二两三四五六七八九十](?:个月|岁|年级"
    r"|[一二两三四五六七八九十])|[一二两三四五六七八九十]+岁"
)
_OF_ONE = (
    (
        ELDER,
        rf"(?<![最更比很广盛重巨强])大(?:的|个)(?:那个)?{_LED}{_AGED}|读|上|升|幼|小|初|户口|要))",
    ),
    (YOUNGER, rf"(?<![最更比很])[小细](?:的|个)(?:那个)?{_LED}{_AGED}|读|上|升|幼|小|初|户口|要))"),
    (
        "一个",
        rf"(?<![每第哪任同另])一个(?:孩子|娃|小孩|在)*{_LED}{_AGED}|读|上|升|幼儿园|小学|初|大班|中班|小班))",
    ),
)


@dataclass(frozen=True)
class Mention:
    """A person spoken of: role, which one of several, and the stretch that names them."""

    role: str
    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Mentions:
    """Finds persons by the names that persons.yml lists."""

    pattern: re.Pattern[str]
    roles: dict[str, str]

    @classmethod
    def of(cls, shared: Shared) -> Mentions:
        """Compiled once for a release."""
        roles = {
            word: name
            for name, person in shared.persons_by_name.items()
            for word in (name, *person.spoken)
            if name not in (SELF, HOUSEHOLD)
        }
        listed = "|".join(map(re.escape, sorted(roles, key=len, reverse=True)))
        children = "|".join(pattern for _, pattern in (*_CHILDREN, *_OF_ONE))
        return cls(
            re.compile(
                r"(?P<his>他|她|你|人家)?(?P<mine>我们家|我们|我家|我的|我|俺|咱|家里|家中)?(?:有个|有一个|一个|有|的)?"
                rf"(?:(?P<stranger>{_STRANGERS})"
                rf"|(?P<couple>两公婆|两口子|夫妻俩|夫妻两个|夫妇|夫妻二人|妻儿|妻小)"
                r"|(?P<self_too>单亲妈妈|单亲爸爸|全职妈妈|全职爸爸|宝妈|宝爸)"
                rf"|(?P<staff>员工)|(?P<former>前妻|前夫|前老公|前老婆)|(?P<child>{children})|(?!家公[司里园寓办房共安]|公公[司园共寓交])(?<!合伙)(?<!独资)(?P<role>{listed}))"
                r"|(?P<self>我们|我家|我(?!市|省|国|镇|区|院|局|校)|俺|咱|本人|全家|一家人|一家[三四五]口)"
            ),
            roles,
        )

    def find(self, text: str) -> tuple[Mention, ...]:
        """Persons in the order of the text."""
        found: list[Mention] = []
        ones = 0
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if match["self"] or match["self_too"]:
                found.append(Mention(SELF, "", start, end))
            elif match["stranger"] or match["his"] or _of_another(found, text[:start]):
                found.append(Mention(STRANGER, "", start, end))
            elif match["staff"] or match["former"]:
                found.append(Mention(STAFF if match["staff"] else FORMER, "", start, end))
            elif match["couple"]:
                other = (SPOUSE, CHILD) if match["couple"][0] == "妻" else (SELF, SPOUSE)
                found += [Mention(role, "", start, end) for role in other]
            else:
                role, label = (
                    (CHILD, _child(match["child"]))
                    if match["child"]
                    else (
                        self.roles[match["role"]],
                        _parent(match["role"]),
                    )
                )
                ones += label == "一个"
                label = f"一个{ones}" if label == "一个" else label
                found.append(Mention(role, label, start, end))
        return tuple(found)


def _of_another(found: list[Mention], before: str) -> bool:
    """我同事的孩子, 老公的妈妈: a person of somebody else's than the citizen."""
    if not found or found[-1].role == SELF:
        return False
    last = found[-1]
    gap = before[last.end :]
    return gap in ("的", "家的") or (last.role == STRANGER and gap in ("", "家", "他", "她"))


def _child(word: str) -> str:
    for label, pattern in _CHILDREN:
        if re.fullmatch(pattern.replace(r"(?=[今明\d读上]|$)", ""), word):
            return label
    return "一个" if word.startswith("一") else ELDER if word.startswith("大") else YOUNGER


def _parent(word: str) -> str:
    """Which of two parents a word names; empty where it names a child, a spouse or both."""
    male = re.search(r"[爸父爹豆]|公公|家公|丈人", word)
    female = re.search(r"[妈母娘]|婆婆|家婆", word)
    return "" if bool(male) == bool(female) else "父" if male else "母"
