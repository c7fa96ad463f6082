"""Things counted and named one by one: papers, ways, channels. The number comes first."""

from __future__ import annotations

from collections.abc import Sequence

NUMBERS = "零一二三四五六七八九十"
UNREVIEWED = "(按清单里登记的数,待部门核对)"


def papers_text(title: str, sure: Sequence[str], perhaps: Sequence[str]) -> str:
    """What to bring for one item; `perhaps` are those that only some must bring."""
    number = f"一共要 {len(sure)} 样材料:" if sure else "没有人人都要交的材料。"
    lines = [f"【{title}】{number}"]
    lines += _numbered(sure)
    if perhaps:
        lines.append(f"看情况再加(最多 {len(perhaps)} 样):{'、'.join(perhaps)}。")
    return "\n".join([*lines, UNREVIEWED])


def ways_text(title: str, ways: Sequence[str], left_out: int) -> str:
    """The items that a list offers, by number."""
    lines = [f"《{title}》里有{_counted(len(ways))}种:", *_numbered(ways)]
    if left_out:
        lines.append(f"另有 {left_out} 种和您说的情况对不上,没有列。")
    return "\n".join([*lines, UNREVIEWED])


def channels_text(title: str, channels: Sequence[str]) -> str:
    """Where one item can be done."""
    return "\n".join(
        [f"【{title}】有{_counted(len(channels))}个办理渠道:", *_numbered(channels), UNREVIEWED]
    )


def _numbered(things: Sequence[str]) -> list[str]:
    return [f"{number}. {thing}" for number, thing in enumerate(things, 1)]


def _counted(number: int) -> str:
    spoken = "两" if number == 2 else NUMBERS[number] if number < len(NUMBERS) else ""
    return spoken or f" {number} "
