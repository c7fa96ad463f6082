"""Says in Chinese what most likely went wrong where YAML cannot be parsed.

A finding is (line, code, message, mend). The line is where the editor should look, which is not
always where the parser gave up.
"""

from __future__ import annotations

import re

import yaml

from knowledge.compiler.problem import finished, shown

_NO_COLON = re.compile(r"(- )?(?P<key>[A-Za-z_]+)\s*(?P<colon>：|:(?=\S))\s*(?P<rest>.*)")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = {"&": "锚点", "*": "引用", "!": "标签"}
_STARTS = tuple("@`%[{|>-?")
Finding = tuple[int, str, str, str]


def wrong_colon(words: str) -> tuple[str, str, str] | None:
    """E113 for a key whose colon is full-width or has no space behind it, else None."""
    match = _NO_COLON.fullmatch(words.strip())
    if match is None or (match["colon"] == ":" and match["rest"].startswith("//")):
        return None
    right = f"{match['key']}: {match['rest'] or '…'}"
    return "E113", f"「{shown(words)}」的冒号不对", f"用英文冒号,后面空一格:「{finished(right)}」。"


def special_sign(words: str) -> tuple[str, str, str]:
    """E104 for words that begin with a sign by which YAML points elsewhere."""
    sign = words[:1]
    message = (
        f"「{shown(words)}」开头的「{sign}」会被当成{_SPECIAL.get(sign, '特别记号')},这里不能用"
    )
    mend = f'是文字就用引号括起来:"{finished(words)}";想引用别处的内容,就原样再写一遍。'
    return "E104", message, mend


def control_character(text: str) -> Finding:
    """Where the first character stands that no text has."""
    found = _CONTROL.search(text)
    before = text[: found.start()] if found else ""
    number = before.count("\n") + 1
    near = shown(before.rpartition("\n")[2][-12:])
    where = f"「{near}」后面" if near else "这一行"
    mend = "删去从别处粘贴来的不可见字符,或把这一行重新打一遍。"
    return number, "E102", f"{where}有看不见的控制字符", mend


def explain_syntax(error: yaml.MarkedYAMLError, lines: list[str]) -> Finding:
    """What to tell the editor about an error of the parser."""
    said = f"{error.context or ''} {error.problem or ''}"
    opened = any(words in said for words in ("expected ':'", "quoted", "flow"))
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    number = max(min(mark.line, len(lines) - 1), 0) if mark else 0
    before = 2 if "mapping values" in said else 0
    for suspect in range(number, max(number - before, 0) - 1, -1):
        if slip := _slip(lines[suspect].strip() if lines else ""):
            return suspect + 1, *slip
    line = lines[number] if lines else ""
    return number + 1, "E102", _unreadable(line), _mend(said, line)


def _unreadable(line: str) -> str:
    return f"这里读不下去:「{shown(line)}」"


def _slip(line: str) -> tuple[str, str, str] | None:
    """A mistake that a line shows by itself, wherever the parser stumbled over it."""
    value = line.removeprefix("- ").rpartition(": ")[2]
    if value.startswith(tuple(_SPECIAL)):
        return special_sign(value)
    if ": " not in line and (colon := wrong_colon(line)):
        return colon
    if re.match(r"-[^-\s]", line):
        return "E102", _unreadable(line), f"「-」后面空一格:「{finished(f'- {line[1:]}')}」。"
    if re.search(r"[\[{].*，\s*[a-z_]+: ", line):
        right = re.sub(r"，(?=\s*[a-z_]+: )", ", ", line)
        return "E102", _unreadable(line), f"中间用英文逗号:「{finished(right)}」。"
    return None


def _mend(said: str, line: str) -> str:
    """What most often causes this kind of error, with the finished value where there is one."""
    key, _, rest = line.strip().partition(": ")
    square, curly = line.count("[") - line.count("]"), line.count("{") - line.count("}")
    if "tab" in said or "\t" in line[: len(line) - len(line.lstrip())]:
        return "行首用了制表符(Tab 键),删去它,改成空格,和上下对齐。"
    if rest[:1] in _STARTS and "flow" not in said:
        return f'「{rest[:1]}」在开头有特别的意思,整句用引号括起来:{key}: "{finished(rest)}"'
    if "mapping values are not allowed" in said and ": " in rest:
        return f'一行里有两个「: 」,后面的句子用引号括起来:{key}: "{finished(rest)}"'
    if "mapping values are not allowed" in said:
        return "这一行缩进得太深,或上一行没有写完;和同一组的栏目对齐。"
    if square > 0 or curly > 0:
        return f"少了一个「{']' if square > 0 else '}'}」,补上它。"
    if "flow" in said:
        return "检查 [ ] 和 { } 有没有配对,中间用英文逗号隔开;句子里有「: 」的,用引号括起来。"
    if "quoted" in said:
        return "引号没有配对,补上另一半(用英文引号)。"
    if "expected ':'" in said and re.fullmatch(r"[A-Za-z_]+", key):
        return f"栏目名后面少了英文冒号:「{key}:」。"
    if "expected ':'" in said:
        return "是上一行的内容,就比上一行多缩进两格;是新的栏目,就写成「ask: 问题」这样。"
    return "检查这一行的缩进有没有和上下对齐,冒号后有没有空格,引号和括号有没有配对。"
