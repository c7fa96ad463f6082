"""Draws a route as a timeline in SVG: a lane for each department, bars for steps, trips, waits.

Made for a phone 360 pixels wide and for paper: no letter below 12 units, nothing told by colour
alone, no script, no outside font or image. Long stretches in which nothing happens are folded, with
a mark. It draws what the route says and decides nothing; the same route gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from knowledge.model.household import SELF
from knowledge.model.route import Route, Step
from knowledge.routes.strokes import (
    BAR,
    FAINT,
    GUIDE,
    INK,
    PAPER,
    badge,
    band,
    bar,
    break_mark,
    ems,
    escaped,
    label,
    lines,
    stroke,
)

WIDTH, MARGIN, TAIL = 360.0, 12.0, 44.0
LINE, SMALL, LARGE = 17.0, 12, 14
ROW_GAP, SHORTEST = 14.0, 14.0
FOLD_DAYS, AROUND = 40, timedelta(days=2)
FOLD_WIDTH, ALL_FOLDS = 58.0, 120.0
MOST_PER_DAY, WAIT_DAYS = 14.0, 7
WEEKDAYS = "一二三四五六日"


def timeline_svg(route: Route) -> str:
    """The whole picture as one <svg> element, 360 units wide; as high as the route needs."""
    return _Drawing(route).svg()


@dataclass(frozen=True)
class _Span:
    """Days drawn without a fold, from the left edge `x`."""

    first: date
    last: date
    x: float


@dataclass(frozen=True)
class _Scale:
    """Days to units from the left: even within a span, folded between spans."""

    spans: tuple[_Span, ...]
    per_day: float
    fold: float

    def x(self, day: date) -> float:
        span = next((span for span in reversed(self.spans) if span.first <= day), self.spans[0])
        return span.x + (min(day, span.last) - span.first).days * self.per_day

    def folds(self) -> Iterator[float]:
        """The middle of each fold."""
        for span in self.spans[1:]:
            yield span.x - self.fold / 2


def _scale(route: Route) -> _Scale:
    busy = sorted(
        [(route.today, route.today), *((step.start, step.finish) for step in route.steps)]
    )
    spans: list[tuple[date, date]] = [busy[0]]
    for start, finish in busy[1:]:
        first, last = spans[-1]
        if (start - last).days > FOLD_DAYS:
            spans[-1] = (first, last + AROUND)
            spans.append((start - AROUND, finish))
        else:
            spans[-1] = (first, max(last, finish))
    days, folds = sum((last - first).days for first, last in spans), len(spans) - 1
    fold = min(FOLD_WIDTH, ALL_FOLDS / max(folds, 1))
    room = WIDTH - 2 * MARGIN - TAIL - fold * folds
    per_day = min(room / max(days, 1), MOST_PER_DAY)
    placed, x = [], MARGIN + SHORTEST / 2
    for first, last in spans:
        placed.append(_Span(first, last, x))
        x += (last - first).days * per_day + fold
    return _Scale(tuple(placed), per_day, fold)


class _Drawing:
    """Draws downwards: `y` is the top of what comes next."""

    def __init__(self, route: Route) -> None:
        self.route, self.scale = route, _scale(route)
        self.numbers = {step.id: n for n, step in enumerate(route.steps, 1)}
        self.bands: list[str] = []
        self.parts: list[str] = []
        self.y = 0.0

    def svg(self) -> str:
        body = self._body()
        name = "timeline-" + sha256(self.route.model_dump_json().encode()).hexdigest()[:8]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {self.y:g}" '
            f'role="img" aria-labelledby="{name}-title {name}-desc" lang="zh-CN" '
            f"font-family=\"system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" "
            f'font-size="{SMALL}" fill="{INK}" style="width:100%;max-width:720px;height:auto">'
            f'<title id="{name}-title">{escaped(_title(self.route))}</title>'
            f'<desc id="{name}-desc">{escaped(_description(self.route))}</desc>'
            f'<rect width="{WIDTH:g}" height="{self.y:g}" fill="{PAPER}"/>{body}</svg>\n'
        )

    def _body(self) -> str:
        self.y = MARGIN
        self._write(_title(self.route), size=LARGE, bold=True)
        if not self.route.steps:
            self._write("没有要办的步骤。")
            self.y += MARGIN
            return "".join(self.parts)
        self._trips()
        self._axis()
        top = self.y
        for department in dict.fromkeys(step.department for step in self.route.steps):
            self._lane(department)
        guides = "".join(
            stroke(self.scale.x(trip.date), top, self.scale.x(trip.date), self.y, GUIDE, "1 3")
            for trip in self.route.trips
        )
        self._legend()
        return "".join((*self.bands, guides, *self.parts))

    def _write(self, text: str, *, size: int = SMALL, bold: bool = False, ink: str = INK) -> None:
        """A text at the left, in as many lines as it needs."""
        for line in lines(text, (WIDTH - 2 * MARGIN) / size):
            self.y += LINE
            self.parts.append(label(MARGIN, self.y - 4, line, size=size, bold=bold, ink=ink))

    def _trips(self) -> None:
        """Each trip in words, then all of them as numbered marks above the axis."""
        for number, trip in enumerate(self.route.trips, 1):
            self.parts.append(f'<g data-trip="{escaped(trip.id)}">')
            numbers = sorted(self.numbers[step] for step in trip.steps if step in self.numbers)
            steps = "、".join(map(str, numbers))
            self._write(f"▼ 第 {number} 趟 {_full(trip.date, weekday=True)},办第 {steps} 步")
            self._write(f"　 {trip.place}", ink=FAINT)
            self.parts.append("</g>")
        self.y += 6
        rows: list[float] = []
        for number, trip in enumerate(self.route.trips, 1):
            x = self.scale.x(trip.date)
            row = next((n for n, end in enumerate(rows) if x - end > 26), len(rows))
            rows[row : row + 1] = [x]
            self.parts.append(
                label(x, self.y + 12 + 15 * row, f"▼{number}", anchor="middle", bold=True)
            )
        self.y += 15 * len(rows) + 4

    def _axis(self) -> None:
        """The line of days, its labels, and the folds."""
        self.parts.append(stroke(MARGIN, self.y, WIDTH - MARGIN, self.y, INK))
        for x in self.scale.folds():
            self.parts.append(break_mark(x, self.y))
        free, year = 0.0, 0
        for day, exact in self._ticks():
            x, said = self.scale.x(day), f"{day.month}月" + (f"{day.day}日" if exact else "")
            start = min(x, WIDTH - MARGIN - ems(said) * SMALL)
            self.parts.append(stroke(x, self.y, x, self.y + 5, INK))
            if start >= free:
                self.parts.append(label(start, self.y + 21, said))
                free = start + ems(said) * SMALL + 6
                if day.year != year:
                    self.parts.append(label(start, self.y + 36, f"{day.year}年"))
                    year = day.year
        self.y += 46

    def _ticks(self) -> list[tuple[date, bool]]:
        """Today, the day each later span begins (both exact), and the first of each month drawn."""
        found = {span.first: True for span in self.scale.spans}
        for span in self.scale.spans:
            day = span.first
            while day <= span.last:
                if day.day == 1:
                    found.setdefault(day, False)
                day += timedelta(days=1)
        return sorted(found.items())

    def _lane(self, department: str) -> None:
        top = self.y
        self.y += 4
        self._write(department, size=LARGE - 1, bold=True)
        for step in self.route.steps:
            if step.department == department:
                self._step(step)
        self.y += 4
        self.bands.append(band(4, top, WIDTH - 8, self.y - top))
        self.y += 6

    def _step(self, step: Step) -> None:
        whose = "" if step.person == SELF else f"({step.person})"
        told = escaped(_told(step))
        self.parts.append(f'<g data-step="{escaped(step.id)}"><title>{told}</title>')
        self._write(f"{self.numbers[step.id]} {step.title}{whose}")
        self._write(f"　{_when(step)}", ink=FAINT)
        since = self._awaited(step)
        self.y += 3 if since is None else LINE + 3
        middle, start = self.y + BAR / 2, self.scale.x(step.start)
        end = max(self.scale.x(step.finish), start + SHORTEST)
        if since is not None:
            self._wait(since, step.start, middle)
        self.parts.append(bar(start, end, middle, dashed=step.open))
        self.parts.append(badge(start, middle, self.numbers[step.id]))
        self.y += BAR + ROW_GAP
        self.parts.append("</g>")

    def _awaited(self, step: Step) -> date | None:
        """From when one waits for the step to begin: the last thing before it, or today."""
        since = max(
            (other.finish for other in self.route.steps if other.id in step.after),
            default=self.route.today,
        )
        return since if (step.start - since).days >= WAIT_DAYS else None

    def _wait(self, since: date, until: date, middle: float) -> None:
        """A dotted line, with how long it is."""
        said = f"等{_length((until - since).days)}"
        x, end = self.scale.x(since), self.scale.x(until)
        self.parts.append(stroke(x, middle, end - 9, middle, INK, "2 4"))
        self.parts += [break_mark(fold, middle) for fold in self.scale.folds() if x < fold < end]
        edge = max(end - 14, MARGIN + ems(said) * SMALL)
        self.parts.append(label(edge, middle - 12, said, anchor="end"))

    def _legend(self) -> None:
        self.y += 4
        self._write("图例", bold=True)
        steps, left, right = self.route.steps, MARGIN, MARGIN + 40
        waits = any(self._awaited(step) for step in steps)
        folds = len(self.scale.spans) > 1
        samples = (
            ("有时限的步骤", not all(step.open for step in steps), bar(left, right - 8, 0)),
            (
                "办多久或何时开放没有核实,以窗口为准",
                any(step.open for step in steps),
                bar(left, right - 20, 0, dashed=True),
            ),
            ("等待", waits, stroke(left, 0, right, 0, INK, "2 4")),
            ("要跑的一趟", bool(self.route.trips), label(left + 4, 4.5, "▼1", bold=True)),
            ("折起来的空档(没有要办的事)", folds, break_mark(left + 13, 0)),
        )
        for said, _, sample in (one for one in samples if one[1]):
            self.y += LINE
            self.parts.append(
                f'<g transform="translate(0 {self.y - 8:g})">{sample}'
                f"{label(right + 14, 4.5, said)}</g>"
            )
        self.y += MARGIN


def _title(route: Route) -> str:
    goals = "、".join(dict.fromkeys(goal.title for goal in route.goals))
    return f"办事时间表:{goals}" if goals else "办事时间表"


def _description(route: Route) -> str:
    """The picture in words, for who cannot see it."""
    told = [f"{len(route.steps)} 步,跑 {len(route.trips)} 趟。"]
    told += [f"第 {number} 步,{_told(step)}。" for number, step in enumerate(route.steps, 1)]
    for number, trip in enumerate(route.trips, 1):
        told.append(f"第 {number} 趟,{_full(trip.date, weekday=True)},{trip.place}。")
    return "".join(told)


def _told(step: Step) -> str:
    where = step.place or step.channel
    return f"{step.title}({step.person}),{step.department},{where},{_when(step)}"


def _when(step: Step) -> str:
    if step.open:
        return f"最早 {_full(step.start)},{step.duration}"
    if step.start == step.finish:
        return f"{_full(step.start)},{step.duration}"
    return f"{_full(step.start)} 至 {_full(step.finish)}"


def _full(day: date, *, weekday: bool = False) -> str:
    said = f"{day.year}年{day.month}月{day.day}日"
    return f"{said}(周{WEEKDAYS[day.weekday()]})" if weekday else said


def _length(days: int) -> str:
    return f"约 {round(days / 30.4)} 个月" if days >= 60 else f" {days} 天"
