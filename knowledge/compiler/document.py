"""Reads one YAML file into nodes that remember their lines.

Every scalar stays text: `no`, `12:30` and `010` mean what the editor typed. Refused, each with its line:
files over 1 MiB, anchors and aliases, tags, several documents, duplicate keys, nesting deeper than 30,
words lost behind a `#`. PyYAML parses; only its event stream is used, so no value is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from knowledge.compiler.problem import Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 30


@dataclass(frozen=True)
class Node:
    """A mapping (pairs), a sequence (nodes) or a text (None for a plain null), with its first line."""

    line: int
    value: dict[str, Node] | list[Node] | str | None

    def plain(self) -> Any:
        """The same without lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def line_at(self, path: tuple[str | int, ...]) -> int:
        """Line of the deepest node on this path; steps that lead nowhere are skipped."""
        node = self
        for step in path:
            below: Node | None = None
            if isinstance(node.value, dict) and isinstance(step, str):
                below = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                below = node.value[step]
            node = below or node
        return node.line


class Unreadable(Exception):
    """The file cannot be read at all; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_document(path: str, content: bytes) -> tuple[Node, list[Problem]]:
    """Nodes of the file and the problems that do not stop its reading (duplicate keys, lost words).

    Raises Unreadable for what stops it.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(
            Problem(
                path,
                1,
                "E101",
                f"文件太大({len(content) // 1024} KB)",
                "一张清单不超过 1 MB,拆开或删去多余内容。",
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            Problem(
                path, line, "E107", "文件不是 UTF-8 编码", "在编辑器里选「另存为 UTF-8」再保存。"
            )
        ) from None
    return _Reader(path, text).read()


class _Reader:
    """Builds nodes from PyYAML events, collecting problems on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.text = text
        self.problems: list[Problem] = []

    def read(self) -> tuple[Node, list[Problem]]:
        events = iter(yaml.parse(self.text, Loader=yaml.CSafeLoader))
        try:
            root: Node | None = None
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._stop(
                            event,
                            "E102",
                            "一个文件里出现了第二个「---」",
                            "删去第二个「---」,一个文件只写一份内容。",
                        )
                    root = self._node(next(events), events, depth=0)
        except yaml.MarkedYAMLError as error:
            raise Unreadable(self._syntax(error)) from None
        except yaml.YAMLError:
            raise Unreadable(
                Problem(
                    self.path,
                    1,
                    "E102",
                    "文件里有不能显示的控制字符",
                    "删去从别处粘贴来的不可见字符。",
                )
            ) from None
        if root is None or root.value is None:
            raise Unreadable(
                Problem(
                    self.path,
                    1,
                    "E109",
                    "文件是空的",
                    "照 CONTRIBUTING 里的样例写上内容,或删去这个文件。",
                )
            )
        return root, self.problems

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            self._stop(
                event,
                "E106",
                f"一层套一层超过了 {MAX_DEPTH} 层",
                "检查缩进和括号,清单用不到这么深。",
            )
        anchored = isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
        if anchored or getattr(event, "tag", None):
            self._stop(
                event,
                "E104",
                "用了锚点、引用或标签(& * !)",
                "把要重复的内容原样再写一遍;文字以这几个符号开头时用引号括起来。",
            )
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, self._scalar(event))
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                nodes.append(self._node(event, events, depth=depth + 1))
            return Node(line, nodes)
        return Node(line, self._mapping(events, depth=depth))

    def _mapping(self, events: Iterator[yaml.Event], *, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(
                    event,
                    "E102",
                    "冒号左边应该是一个词",
                    "冒号左边写栏目名,比如「ask: 问题」;检查括号是否配对。",
                )
            value = self._node(next(events), events, depth=depth + 1)
            if event.value in pairs:
                first = pairs[event.value].line
                self._note(
                    event,
                    "E103",
                    f"「{event.value}」写了两遍(第一遍在第 {first} 行)",
                    "留下对的那一遍,删去另一遍。",
                )
            else:
                pairs[event.value] = Node(value.line, value.value)
        return pairs

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.style:
            return str(event.value)
        line, column = event.end_mark.line, event.end_mark.column
        rest = self.lines[line][column:] if line < len(self.lines) else ""
        cut = rest.lstrip()
        if cut.startswith("#") and len(cut) > 1 and cut[1] not in " #!":
            self._note(
                event,
                "E105",
                f"「{event.value}」后面的「{cut[:12]}」被当成注释丢掉了",
                f'整句用引号括起来:"{event.value} {cut}";真是注释就在 # 后空一格。',
            )
        return None if event.value in ("", "null", "~") else str(event.value)

    def _note(self, event: yaml.Event, code: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, event.start_mark.line + 1, code, message, mend))

    def _stop(self, event: yaml.Event, code: str, message: str, mend: str) -> None:
        raise Unreadable(Problem(self.path, event.start_mark.line + 1, code, message, mend))

    def _syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        simple_key = "could not find expected ':'" in str(error.problem)
        mark = (error.context_mark if simple_key else error.problem_mark) or error.problem_mark
        number = min(mark.line, len(self.lines) - 1) if mark else 0
        words = self.lines[number].strip()[:30] if self.lines else ""
        return Problem(
            self.path, number + 1, "E102", f"这里读不下去:「{words}」", _mend_syntax(error, words)
        )


def _mend_syntax(error: yaml.MarkedYAMLError, words: str) -> str:
    """What most often causes this kind of syntax error."""
    said = f"{error.context or ''} {error.problem or ''}"
    if "\\t" in said or "\t" in words:
        return "缩进用了制表符(Tab),改成空格。"
    if "mapping values are not allowed" in said:
        return "一行里有两个「: 」,把后面的句子用引号括起来,或检查上一行的缩进。"
    if "flow" in said:
        return "检查 [ ] 和 { } 是否配对,中间用英文逗号隔开。"
    if "quoted" in said:
        return "引号没有配对,补上另一半(用英文引号)。"
    if "could not find expected ':'" in said:
        return "栏目名后面少了英文冒号和空格,写成「ask: 问题」。"
    return "检查这一行的缩进是否和上下对齐、冒号后是否有空格、引号和括号是否配对。"
