"""Reads one YAML file into nodes that remember their lines.

Every scalar stays text: `no`, `12:30` and `010` mean what the editor typed. Refused, each with its
line: files over 1 MiB, anchors and aliases, tags, several documents, duplicate keys, nesting deeper
than 30, keys with nothing behind them, words lost behind a `#`. PyYAML parses; only its event
stream is used, so no value is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from knowledge.compiler.problem import Problem, finished, shown
from knowledge.compiler.syntax import control_character, explain_syntax, special_sign, wrong_colon

MAX_BYTES = 1 << 20
MAX_DEPTH = 30


@dataclass(frozen=True)
class Node:
    """A mapping (pairs), a sequence (nodes) or a text (None for a plain null), with its first line.

    What stands behind a key has the key's line.
    """

    line: int
    value: dict[str, Node] | list[Node] | str | None

    def plain(self) -> Any:
        """The same without lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def below(self, step: str | int) -> Node | None:
        """The node behind a key or at a place of a sequence; None where there is none."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def line_at(self, path: tuple[str | int, ...]) -> int:
        """Line of the deepest node on this path; steps that lead nowhere are skipped."""
        node = self
        for step in path:
            node = node.below(step) or node
        return node.line


class Unreadable(Exception):
    """The file cannot be read at all; carries the one problem that says why."""

    def __init__(self, path: str, line: int, code: str, message: str, mend: str) -> None:
        self.problem = Problem(path, line, code, message, mend)
        super().__init__(str(self.problem))


def read_document(path: str, content: bytes) -> tuple[Node, list[Problem]]:
    """Nodes of the file and the problems that do not stop its reading (duplicate keys, lost words).

    Raises Unreadable for what stops it.
    """
    if len(content) > MAX_BYTES:
        size = f"文件太大({len(content) >> 10} KB)"
        raise Unreadable(path, 1, "E101", size, "一个文件不超过 1024 KB,拆开或删去多余内容。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mend = "用编辑器的「另存为」,编码选 UTF-8,再保存一次;不是文字的文件就删去。"
        raise Unreadable(path, line, "E107", "这里的字不是 UTF-8 编码", mend) from None
    return _Reader(path, text).read()


class _Reader:
    """Builds nodes from PyYAML events, collecting problems on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.text = text
        self.problems: list[Problem] = []

    def read(self) -> tuple[Node, list[Problem]]:
        try:
            root = self._root(iter(yaml.parse(self.text, Loader=yaml.CSafeLoader)))
        except yaml.MarkedYAMLError as error:
            raise Unreadable(self.path, *explain_syntax(error, self.lines)) from None
        except yaml.YAMLError:
            raise Unreadable(self.path, *control_character(self.text)) from None
        if root is None or root.value is None:
            mend = "照同一个文件夹里别的文件写上内容,或删去这个文件。"
            raise Unreadable(self.path, 1, "E109", "文件是空的", mend)
        return root, self.problems

    def _root(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    mend = "删去第二个「---」,一个文件只写一份内容。"
                    self._stop(event, "E102", "一个文件里出现了第二个「---」", mend)
                root = self._node(next(events), events, depth=0)
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Node:
        line = _line(event)
        if depth > MAX_DEPTH:
            mend = "检查缩进和括号是否配对,清单用不到这么深。"
            self._stop(event, "E106", f"一层套一层超过了 {MAX_DEPTH} 层", mend)
        self._refuse_special(event)
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, self._scalar(event))
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                nodes.append(self._member(event, events, depth=depth + 1))
            return Node(line, nodes)
        return Node(line, self._mapping(events, depth=depth))

    def _refuse_special(self, event: yaml.Event) -> None:
        anchored = isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
        if anchored or getattr(event, "tag", None):
            mark = event.start_mark
            words = self._rest(mark.line, mark.column) if mark else ""
            self._stop(event, *special_sign(words))

    def _member(self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Node:
        if _is_empty(event):
            self._note(event, "E112", "「- 」后面是空的", "写上内容,或删去这一行。")
        return self._node(event, events, depth=depth)

    def _mapping(self, events: Iterator[yaml.Event], *, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse_special(event)
                mend = "冒号左边写栏目名,比如「ask: 问题」;再看看括号有没有配对。"
                self._stop(event, "E102", "冒号左边应该是一个栏目名", mend)
            self._refuse_special(event)
            key, line, behind = str(event.value), _line(event), next(events)
            if key in pairs:
                message = f"「{shown(key)}」写了两遍(第一遍在第 {pairs[key].line} 行)"
                self._note(event, "E103", message, "留下对的那一遍,删去另一遍。")
            if colon := wrong_colon(key):
                self._note(event, *colon)
            elif _is_empty(behind) and not self._lost(behind):
                mend = "写上内容;确实没有,就写 null 或删去这一行。"
                self._note(event, "E112", f"「{shown(key)}」后面是空的", mend)
            node = self._node(behind, events, depth=depth + 1)
            pairs.setdefault(key, Node(line, node.value))
        return pairs

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        words = str(event.value)
        if event.style:
            return words
        if cut := self._lost(event):
            before = f"「{shown(words)}」后面的" if words else ""
            whole = finished(f"{words} {cut}".strip())
            mend = f'整句用引号括起来:"{whole}";真是注释,就在 # 后面空一格。'
            self._note(event, "E105", f"{before}「{shown(cut)}」被当成注释丢掉了", mend)
        return None if words in ("", "null", "~") else words

    def _lost(self, event: yaml.Event) -> str:
        """Words behind this scalar that YAML takes for a comment, though nobody meant one."""
        mark = event.end_mark
        cut = self._rest(mark.line, mark.column) if mark else ""
        meant = not cut.startswith("#") or len(cut) == 1 or cut[1] in " #!"
        return "" if meant else cut

    def _rest(self, line: int, column: int) -> str:
        """What stands on a line from this column on; both count from 0."""
        return self.lines[line][column:].strip() if line < len(self.lines) else ""

    def _note(self, event: yaml.Event, code: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, _line(event), code, message, mend))

    def _stop(self, event: yaml.Event, code: str, message: str, mend: str) -> NoReturn:
        raise Unreadable(self.path, _line(event), code, message, mend)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _is_empty(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and not event.value
