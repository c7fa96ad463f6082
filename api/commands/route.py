"""`wenzheng route --batch`: the shortest route for given facts and goals, with no conversation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.clock import today_in_china
from api.commands.batch import BadLine, Line, need_batch, need_input, run_batch
from api.commands.language import Command, Sentence
from api.commands.project import settings_here

if TYPE_CHECKING:
    from knowledge.index.release import Release
    from knowledge.model.route import Route
    from knowledge.routes.request import PlanRequest

BAD_DAY = "「today」要是日期,写成 2026-10-20 这样。"
BAD_ROUTE = "「previous」要是以前给出的一条办事路线(route 的全部内容)。"


class WishLine(BaseModel):
    """One goal for one person."""

    model_config = ConfigDict(strict=True)

    goal: str
    person: Annotated[str, Field(alias="for")] = "本人"


class RefusalLine(BaseModel):
    """A paper that the window asked for besides."""

    model_config = ConfigDict(strict=True)

    item: str
    person: str = "本人"
    material: str


class RouteLine(Line):
    """What the planner is asked. `facts` by "<person>.<fact>"; without `today` the route begins
    today. `refused`, `failed` and `previous` tell of a route already begun.
    """

    facts: dict[str, Any] = Field(default_factory=dict)
    goals: Annotated[list[WishLine], Field(min_length=1)]
    held: list[str] = Field(default_factory=list)
    done: list[str] = Field(default_factory=list)
    today: str | None = None
    prefer: Literal["trips", "finish"] | None = None
    refused: list[RefusalLine] = Field(default_factory=list)
    failed: list[str] = Field(default_factory=list)
    previous: dict[str, Any] | None = None


@click.command("route", cls=Command, short_help="按情形和目标排出办事路线")
@click.option(
    "--batch",
    is_flag=True,
    help="从标准输入读 JSON 行,每行 id、facts、goals,可有 held、done、today、prefer、"
    "refused、failed、previous。",
)
@click.option("--svg", is_flag=True, help="只读一行,画成按部门的时间线(SVG)。")
def route_command(batch: bool, svg: bool) -> None:
    """对每一行的情形和办事目标,排出最短的办事路线,带证明、理由、材料和要追问的情形。"""
    need_batch(batch or svg, "route")
    need_input("route")
    settings = settings_here()
    from api.commands.opening import current_release
    from knowledge.model.household import FactError
    from knowledge.routes.planner import plan_route
    from knowledge.routes.request import RequestError

    release = current_release(settings)

    def plan(line: RouteLine) -> Route:
        try:
            return plan_route(_request(line, release))
        except (FactError, RequestError) as error:
            raise BadLine(str(error)) from None

    if svg:
        _draw(plan)
        return
    run_batch(
        "route",
        RouteLine,
        lambda line: {"route": plan(line).model_dump(mode="json", by_alias=True)},
    )


def _request(line: RouteLine, release: Release) -> PlanRequest:
    from knowledge.routes.request import PlanRequest, Refusal, Wish

    return PlanRequest(
        knowledge=release.knowledge,
        release=release.name,
        facts=line.facts,
        goals=tuple(Wish(wish.goal, wish.person) for wish in line.goals),
        today=_day(line.today),
        held=tuple(line.held),
        done=tuple(line.done),
        prefer=line.prefer or "trips",
        refused=tuple(Refusal(one.item, one.person, one.material) for one in line.refused),
        failed=tuple(line.failed),
        previous=_previous(line.previous),
    )


def _previous(said: dict[str, Any] | None) -> Route | None:
    from knowledge.model.route import Route

    try:
        return Route.model_validate(said) if said is not None else None
    except ValidationError:
        raise BadLine(BAD_ROUTE) from None


def _draw(plan: Callable[[RouteLine], Route]) -> None:
    """Print the timeline of the one line on standard input."""
    from knowledge.routes.timeline import timeline_svg

    try:
        line = RouteLine.model_validate_json(sys.stdin.buffer.readline())
        click.echo(timeline_svg(plan(line)))
    except ValidationError:
        raise Sentence("这一行读不懂:要有 id、facts、goals,写法同 --batch 的一行。") from None
    except BadLine as error:
        raise Sentence(str(error)) from None


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today_in_china()
    except ValueError:
        raise BadLine(BAD_DAY) from None
