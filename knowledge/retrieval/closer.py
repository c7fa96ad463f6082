"""A closer look than the figures: where finding is wrong, how sure it was, what each signal is
worth.

Reads the same held-out messages as evaluate.py, and as little learns from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import mean

from knowledge.index.recognition import LIST_SIGNALS, QUESTION_SIGNALS
from knowledge.index.release import Release
from knowledge.index.text import normalise
from knowledge.retrieval.finder import LEXICON, Finder
from knowledge.retrieval.table import Row, Table, Tried, Value

WORST_LISTS = 15
WORST_MESSAGES = 20
BINS = 5
SHOWN = 40
VARIANTS: dict[str, frozenset[str]] = {
    "全部信号": frozenset(),
    "不用分类器": frozenset(LIST_SIGNALS[:2]),
    "不用向量": frozenset((LIST_SIGNALS[2], QUESTION_SIGNALS[1])),
    "不用用词(BM25)": frozenset(QUESTION_SIGNALS[:1]),
    "不用词库": frozenset((LEXICON,)),
}


def by_list(tried: Sequence[Tried]) -> Table:
    """The lists whose single wishes are found least often, with what they are taken for."""
    groups: dict[str, list[Tried]] = defaultdict(list)
    for one in tried:
        groups[one.wanted[0]].append(one)
    rows: list[tuple[Value, ...]] = []
    for list_id, group in groups.items():
        right = mean(one.named[:1] == [list_id] for one in group)
        instead = [one.named[0] for one in group if one.named and one.named[0] != list_id]
        if right < 1:
            rows.append((list_id, len(group), round(right, 3), "、".join(dict.fromkeys(instead))))
    rows.sort(key=lambda row: (row[2], row[0]))
    columns = ("清单", "条数", "首位正确", "被当成")
    return Table("lists", f"最难认的清单(前 {WORST_LISTS})", columns, tuple(rows[:WORST_LISTS]))


def worst(tried: Sequence[Tried], finder: Finder) -> Table:
    """Messages whose list was missed although something else was thought sure, with the known
    saying that is nearest to each.
    """
    missed = [one for one in tried if one.wanted[0] not in one.named[:1] and one.found.lists]
    missed.sort(key=lambda one: -one.found.lists[0].score)
    rows = tuple(
        (
            one.row["text"][:SHOWN],
            one.wanted[0],
            one.named[0],
            round(one.found.lists[0].score, 3),
            _neighbour(one.row["text"], finder),
        )
        for one in missed[:WORST_MESSAGES]
    )
    columns = ("说法", "该是", "当成", "把握", "学过的说法里最近的")
    return Table("worst", f"错得最有把握的 {WORST_MESSAGES} 句", columns, rows)


def _neighbour(text: str, finder: Finder) -> str:
    near = finder.release.space.nearest_to(finder.encoder.encode([normalise(text)])[0], 1)
    return "".join(f"{saying.text[:SHOWN]}({saying.list_id})" for saying, _ in near)


def calibration(tried: Sequence[Tried]) -> Table:
    """Of lists named with a probability in each range, how many were wanted; last, the mean
    difference weighed by how many there are (expected calibration error).
    """
    named = [(one.score, one.id in each.wanted) for each in tried for one in each.found.lists]
    rows: list[tuple[Value, ...]] = []
    error = 0.0
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [(s, right) for s, right in named if low <= s < high or (s == high == 1)]
        if not inside:
            continue
        said, true = mean(s for s, _ in inside), mean(right for _, right in inside)
        error += abs(said - true) * len(inside) / len(named)
        rows.append((f"{low:.1f}–{high:.1f}", len(inside), round(said, 3), round(true, 3)))
    rows.append(("平均差", len(named), "", round(error, 3)))
    columns = ("把握", "张数", "自认", "实际")
    return Table("calibration", "把握准不准", columns, tuple(rows))


def ablation(
    release: Release,
    measured: Sequence[tuple[str, Sequence[Row], Callable[[Row, Finder], bool]]],
) -> Table:
    """What is lost without each signal: the share of right first answers, set by set.

    `measured` has (title, rows, whether the finder's first answer to a row is right).
    """
    rows: list[tuple[Value, ...]] = []
    for name, without in VARIANTS.items():
        finder = Finder(release, without=without)
        shares = [mean(right(row, finder) for row in some) for _, some, right in measured]
        rows.append((name, *(round(share, 3) for share in shares)))
    columns = ("信号", *(title for title, _, _ in measured))
    return Table("ablation", "去掉一种信号,首位正确还有多少", columns, tuple(rows))


def first_list(row: Row, finder: Finder) -> bool:
    """Whether the first list found is the primary one."""
    return [one.id for one in finder.find(row["text"]).lists[:1]] == list(row["lists"][:1])


def first_question(row: Row, finder: Finder) -> bool:
    """Whether the first question found is the right one."""
    return [one.id for one in finder.find(row["text"]).questions[:1]] == [row["question"]]


def unsure(sets: Sequence[tuple[str, Sequence[Tried]]]) -> Table:
    """How often 'one of these two' comes up, how often it is the first, or one of the two, and what
    naming only the two does to precision over the whole set. `sets` has (title, tries).
    """
    rows: list[tuple[Value, ...]] = []
    for title, tried in sets:
        torn = [(one, one.found.between) for one in tried if one.found.between]
        first = [pair[0] in one.wanted for one, pair in torn]
        either = [bool(set(pair) & set(one.wanted)) for one, pair in torn]
        plain = [_precision(one.named, one.wanted) for one in tried]
        two = [_precision(one.found.between or one.named, one.wanted) for one in tried]
        shares = (mean(some) if some else 0.0 for some in (first, either, plain, two))
        rows.append((title, len(tried), len(torn), *(round(share, 3) for share in shares)))
    columns = ("组", "条数", "拿不准", "第一个对", "两个里有", "精确(照旧)", "精确(只说两个)")
    return Table("unsure", "拿不准是哪一个", columns, tuple(rows))


def _precision(named: Sequence[str], wanted: Sequence[str]) -> float:
    return len(set(named) & set(wanted)) / max(len(named), 1)


def looks(tried: Sequence[Tried], finder: Finder) -> Iterator[Table]:
    """Everything that can be told from single wishes already tried."""
    yield calibration(tried)
    yield by_list(tried)
    yield worst(tried, finder)
