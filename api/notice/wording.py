"""Every sentence of the notice that is not the route's own."""

from __future__ import annotations

from datetime import date

from api.notice.schemas import ItemLines, Notice, PaperLine

WEEKDAYS = "一二三四五六日"
TITLE = "一次性告知单"
HEADINGS = {
    "summary": "总的怎么办",
    "blocked": "现在还办不成的",
    "bring": "要自己备的材料",
    "process": "办理流程",
    "items": "逐件告知",
    "facts": "按您说的这些情形",
    "assumptions": "还不清楚、先这样假定的",
    "measures": "单独办和一起办",
    "departments": "配合部门,按办理先后",
    "lists": "依据的问政清单",
    "ask": "咨询和投诉",
    "again": "接着问、改情形",
}
CONSULT = (
    "咨询、投诉都可以打 12345 政务服务便民热线。办理窗口的地址、电话和办公时间会变,"
    "请以当天的公示为准。"
)
AGAIN = (
    "扫右边的码,或者打开下面的网址,就能接着问,改了情形会重排路线。"
    "有这个码的人都能看到这次对话,请自己收好。"
)
DISCLAIMER = "本单由问政清单助手按所列情形排出,供办事参考;收不收、办不办,以窗口依法审核为准。"
OPEN = "(有的时长没有公布,这是最早的日子,以窗口为准)"
NO_PAPERS = "不用带材料。"
EVERYBODY = "清单里没有另写条件。"
WINDOW = "窗口按当地情形告知"
PENDING = "待部门核对"
PAPER_COLUMNS = ("材料", "形式", "份数", "由谁出具", "怎么来")
MEASURE_COLUMNS = ("比什么", "单独办", "一起办")


def day(value: date) -> str:
    """2026年12月7日(周一)."""
    return f"{value.year}年{value.month}月{value.day}日(周{WEEKDAYS[value.weekday()]})"


def summary(notice: Notice) -> tuple[str, ...]:
    """What it comes to, in two or three sentences."""
    lines = [f"想办成:{'、'.join(notice.goals)}。"]
    if notice.finish is not None:
        trips = f"跑 {notice.trips} 趟" if notice.trips else "一趟都不用跑"
        unsure = OPEN if any(item.open for item in notice.items) else ""
        lines.append(
            f"一共 {len(notice.items)} 件事,{trips},最早 {day(notice.finish)} 办完{unsure}。"
        )
    lines.append(f"按 {day(notice.today)} 的规定和情形排出。")
    return tuple(lines)


def title_of(item: ItemLines) -> str:
    whose = "" if item.person == "本人" else f"({item.person})"
    return f"{item.number}. {item.title}{whose}"


def process(item: ItemLines) -> str:
    """One line of the process: when, what, where."""
    where = item.place or item.channel
    return f"{day(item.start)}:{title_of(item).partition('. ')[2]},{item.department},{where}"


def terms(item: ItemLines) -> tuple[tuple[str, str], ...]:
    """Label and text, in the order of the notice."""
    ready = f"最早 {day(item.finish)}" if item.open else day(item.finish)
    waits = "、".join(f"第 {number} 件" for number in item.waits)
    rows = (
        ("办理部门", item.department),
        ("办理方式", " · ".join(part for part in (item.channel, item.place) if part)),
        ("谁要到场", item.present),
        ("什么时候去", day(item.start)),
        ("办理时限", item.time_limit),
        ("办好日期", ready),
        ("费用", item.fee),
        ("要先办好", waits),
        ("办理条件", ";".join(item.conditions) or EVERYBODY),
        ("依据", ";".join(item.basis)),
        ("提醒", item.note or ""),
    )
    return tuple((name, text) for name, text in rows if text)


def paper_cells(paper: PaperLine) -> tuple[str, ...]:
    """One row under PAPER_COLUMNS."""
    whose = "" if paper.of == "本人" else f"({paper.of})"
    return (f"{paper.title}{whose}", paper.form, str(paper.copies), paper.issuer or WINDOW,
            paper.source)  # fmt: skip


def list_line(notice: Notice, index: int) -> str:
    found = notice.lists[index]
    others = f",配合:{'、'.join(found.others)}" if found.others else ""
    state = f"已核对:{found.reviewed}" if found.reviewed else PENDING
    return f"{found.title}(牵头:{found.lead}{others};{state})"


def sayings(notice: Notice) -> dict[str, object]:
    """All of it, for the template."""
    return {
        "title": TITLE,
        "headings": HEADINGS,
        "summary": summary(notice),
        "process": tuple(process(item) for item in notice.items),
        "items": tuple(
            (title_of(item), terms(item), tuple(paper_cells(paper) for paper in item.papers))
            for item in notice.items
        ),
        "lists": tuple(list_line(notice, index) for index in range(len(notice.lists))),
        "paper_columns": PAPER_COLUMNS,
        "measure_columns": MEASURE_COLUMNS,
        "no_papers": NO_PAPERS,
        "consult": CONSULT,
        "again": AGAIN,
        "disclaimer": DISCLAIMER,
        "print": "打印",
    }
