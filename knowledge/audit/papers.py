"""Checks the papers of each step: what the item calls for is listed as it says, and to be had.

A paper may be waived, in hand, fetched elsewhere, or issued by an earlier step; then it must be out
in time (容缺 allowed for) and still good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from knowledge.audit import office_days
from knowledge.audit.discrepancy import Discrepancy
from knowledge.audit.evidence import Asked, Evidence
from knowledge.audit.terms import channel_of, figure
from knowledge.audit.words import IN_HAND, PERHAPS, WAIVED, issuing_step
from knowledge.audit.world import BEFORE, Event
from knowledge.model.household import role_of
from knowledge.model.inquiry_list import MaterialUse, YieldedMaterial
from knowledge.model.route import Step, StepPaper
from knowledge.model.shared import Material
from knowledge.model.value import Truth


@dataclass(frozen=True)
class _Called:
    """A use of papers in an item, whose they are, and whether it is called for."""

    use: MaterialUse
    owner: str
    needed: Truth
    foreseen: Truth

    @property
    def names(self) -> tuple[str, ...]:
        return (self.use.use,) if self.use.use else self.use.any_of

    def covers(self, paper: StepPaper, owner: str) -> bool:
        return paper.material in self.names and owner == self.owner


def check_papers(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """Every paper called for is listed and to be had; nothing else is listed."""
    calls = tuple(_calls(step, evidence))
    listed = [(paper, evidence.world.numbered(paper.of)) for paper in step.materials]
    for call in calls:
        if any(call.covers(paper, owner) for paper, owner in listed):
            continue
        materials = [evidence.knowledge.shared.materials[name] for name in call.names]
        wanted = call.needed is Truth.TRUE or (call.needed is Truth.UNKNOWN and evidence.told)
        if wanted and not any(material.waived_by for material in materials):
            titles = "或".join(material.title for material in materials)
            yield Discrepancy("paper-missing", step.id, f"少列了{call.owner}的{titles}。")
    for paper, owner in listed:
        fitting = [call for call in calls if call.covers(paper, owner)]
        if all({call.needed, call.foreseen} == {Truth.FALSE} for call in fitting):
            yield Discrepancy(
                "paper-extra", step.id, f"「{step.title}」不用带{paper.of}的{paper.title}。"
            )
            continue
        yield from _one_paper(paper, owner, step, evidence, fitting)


def _calls(step: Step, evidence: Evidence) -> Iterator[_Called]:
    """What the item, or the channel taken, calls for; judged on the day and as foreseen today."""
    item, today = evidence.item_of(step), evidence.route.today
    channel = channel_of(step, item, evidence)
    uses = item.materials if channel is None or channel.materials is None else channel.materials
    uses += tuple(
        MaterialUse(use=material)
        for name, person, material in sorted(evidence.refused)
        if name == step.item and evidence.world.numbered(person) == step.person
    )
    by_then = evidence.world.judge(step.start, steps=evidence.done_before(step))
    now = evidence.world.judge(today, steps=())
    for use in uses:
        role = use.of or item.whose
        same = role == role_of(step.person)
        yield _Called(
            use,
            step.person if same else evidence.world.person_in(role),
            evidence.truth(Asked(use.when, step.person, step.start), by_then, assuming=False),
            evidence.truth(Asked(use.when, step.person, today), now, assuming=False),
        )


def _one_paper(
    paper: StepPaper, owner: str, step: Step, evidence: Evidence, calls: list[_Called]
) -> Iterator[Discrepancy]:
    material = evidence.knowledge.shared.materials[paper.material]
    terms = {(call.use.form, call.use.copies) for call in calls}
    if paper.title != material.title or (paper.form, paper.copies) not in terms:
        yield Discrepancy("paper-terms", step.id, f"{paper.title}的名称、形式或份数和清单不一致。")
    if paper.source.startswith(WAIVED) or material.waived_by:
        if not (paper.source.startswith(WAIVED) and material.waived_by):
            yield Discrepancy(
                "paper-source", step.id, f"{paper.title}能不能免交,和材料登记的不一致。"
            )
        return
    issuer = issuing_step(paper.source)
    if issuer is not None:
        yield from _issued(paper, owner, step, evidence, issuer=issuer, calls=calls)
        return
    needed = any(call.needed is Truth.TRUE for call in calls)
    if needed and not _to_be_had(material, owner, step, evidence):
        yield Discrepancy(
            "paper-unobtainable", step.id, f"到 {step.start} 还拿不到{paper.of}的{paper.title}。"
        )
    if paper.source.startswith(PERHAPS) and all(call.foreseen is Truth.TRUE for call in calls):
        yield Discrepancy(
            "paper-source", step.id, f"{paper.title}是一定要的,不能写成「{PERHAPS}」。"
        )


def _issued(
    paper: StepPaper,
    owner: str,
    step: Step,
    evidence: Evidence,
    *,
    issuer: str,
    calls: list[_Called],
) -> Iterator[Discrepancy]:
    """The step named does issue it, in time, and it is still good when used."""
    maker = evidence.steps.get(issuer)
    if maker is None or maker.item not in evidence.items:
        yield Discrepancy("step-unknown", step.id, f"{paper.title}:路线里没有「{issuer}」这一步。")
        return
    event = Event(maker.id, maker.finish, evidence.item_of(maker), maker.person)
    if (paper.material, owner) not in evidence.world.papers_from(event):
        yield Discrepancy("paper-source", step.id, f"「{maker.title}」办不出{paper.title}。")
        return
    if maker.id not in evidence.waited_for(step):
        yield Discrepancy("after-missing", step.id, f"用到「{maker.title}」的结果,没有写明等它。")
    shared, today = evidence.knowledge.shared, evidence.route.today
    grace = max(
        (figure(call.use.later.days, shared, today) or 0 for call in calls if call.use.later),
        default=0,
    )
    last = min(office_days.later(step.start, grace, working=True), max(step.start, step.finish))
    if maker.finish > last:
        yield Discrepancy(
            "paper-late", step.id, f"{paper.title}到 {maker.finish} 才办出来,赶不上 {last}。"
        )
    valid = figure(shared.materials[paper.material].valid_days, shared, today)
    if valid is not None and step.start > maker.finish + timedelta(days=valid):
        yield Discrepancy(
            "paper-stale", step.id, f"{paper.title} {valid} 天内有效,到 {step.start} 已经过期。"
        )


def _to_be_had(material: Material, owner: str, step: Step, evidence: Evidence) -> bool:
    """In hand, issued by a step waited for, or given out by somebody when asked."""
    if {material.id, f"{material.id}@{owner}"} & evidence.held:
        return True
    awaited = evidence.waited_for(step)
    if (material.id, owner) in evidence.world.papers(step.start, steps={*awaited, BEFORE}):
        return True
    holding = _holding(material, evidence)
    judge = evidence.world.judge(step.start, steps=awaited)
    known = judge.value(f"{owner}.{holding}", on=step.start) if holding else None
    if known is True or (known is None and (material.usual or not evidence.told)):
        return True
    if any(
        isinstance(one, YieldedMaterial) and (one.material, one.of) == (material.id, role_of(owner))
        for item in evidence.items.values()
        for one in item.yields
    ):
        return holding is None and bool(material.issuer)
    return True


def _holding(material: Material, evidence: Evidence) -> str | None:
    """The fact that says whether one holds it, where one does."""
    facts = evidence.knowledge.shared.facts.values()
    return next((fact.name for fact in facts if fact.material == material.id), None)


def check_in_hand(step: Step, evidence: Evidence) -> Iterator[Discrepancy]:
    """A paper said to be in hand is held, known to be held, or one that people usually have."""
    if not evidence.told:
        return
    today = evidence.route.today
    now = evidence.world.judge(today, steps=()).household.values
    issued = evidence.world.papers(today, steps=())
    for paper in step.materials:
        owner = evidence.world.numbered(paper.of)
        material = evidence.knowledge.shared.materials.get(paper.material)
        if material is None or not paper.source.startswith(IN_HAND) or material.usual:
            continue
        held = {paper.material, f"{paper.material}@{owner}"} & evidence.held
        held |= {of for material, of in issued if (material, of) == (paper.material, owner)}
        known = now.get(f"{owner}.{_holding(material, evidence)}")
        if not held and known is not True:
            yield Discrepancy(
                "paper-source", step.id, f"不知道手里有没有{paper.of}的{paper.title}。"
            )
