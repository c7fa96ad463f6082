"""Names that point nowhere: persons, papers, places, departments, parameters, items, lists, goals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from knowledge.compiler import walk
from knowledge.compiler.load import Draft
from knowledge.compiler.problem import Problem, perhaps
from knowledge.model.condition import PARAMETER_PREFIX
from knowledge.model.inquiry_list import Item, YieldedFact


def check_names(draft: Draft) -> Iterator[Problem]:
    """E206 parameter, E207 paper, E208 place, E209 item, E210 department, E214 goal or list, E216 yield,
    E217 person, E219 neither use nor any_of, E220 a question without any answer."""
    yield from _materials(draft)
    for item in walk.items(draft):
        yield from _item(draft, item)
    for question in walk.questions(draft):
        yield from _question(draft, question)
    yield from _situations(draft)
    yield from _goals(draft)


def _missing(
    draft: Draft,
    found: walk.Located[object],
    *key: str | int,
    code: str,
    what: str,
    word: str,
    known: Collection[str],
    file: str,
) -> Iterator[Problem]:
    if word not in known:
        yield draft.problem(
            found.path,
            (*found.where, *key),
            code=code,
            message=f"{what}「{word}」没有登记",
            mend=f"{perhaps(word, known)}确是新的,就先到 {file} 登记。",
        )


def _materials(draft: Draft) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    for use in walk.material_uses(draft):
        if (use.what.use is None) == (not use.what.any_of):
            yield draft.problem(
                use.path,
                use.where,
                code="E219",
                message="一份材料要么写 use,要么写 any_of",
                mend="固定的一份写「use: 材料编号」;几份里任选一份写「any_of: [甲, 乙]」。",
            )
        for name in (use.what.use, *use.what.any_of):
            if name is not None:
                yield from _missing(
                    draft,
                    use,
                    code="E207",
                    what="材料",
                    word=name,
                    known=shared.materials,
                    file="shared/materials.yml",
                )
        if use.what.of is not None:
            yield from _person(draft, use, "of", word=use.what.of)
        if use.what.later:
            yield from _figure(draft, use, "later", word=use.what.later.days)


def _person(
    draft: Draft, found: walk.Located[object], *key: str | int, word: str
) -> Iterator[Problem]:
    persons = draft.knowledge.shared.persons_by_name
    yield from _missing(
        draft,
        found,
        *key,
        code="E217",
        what="人物",
        word=word,
        known=persons,
        file="shared/persons.yml",
    )


def _figure(
    draft: Draft, found: walk.Located[object], *key: str | int, word: str
) -> Iterator[Problem]:
    """A number of days or yuan: digits, or a registered parameter of type number."""
    parameters = draft.knowledge.shared.parameters_by_name
    name = word.removeprefix(PARAMETER_PREFIX)
    if name == word:
        if not word.isdecimal():
            yield draft.problem(
                found.path,
                (*found.where, *key),
                code="E206",
                message=f"「{word}」既不是整数也不是参数",
                mend="写成整数,或写「参数.名称」。",
            )
    elif name not in parameters:
        yield from _missing(
            draft,
            found,
            *key,
            code="E206",
            what="参数",
            word=name,
            known=parameters,
            file="shared/parameters.yml",
        )
    elif parameters[name].kind != "number":
        yield draft.problem(
            found.path,
            (*found.where, *key),
            code="E206",
            message=f"参数「{name}」不是数",
            mend="这里要用 type: number 的参数。",
        )


def _item(draft: Draft, found: walk.Located[Item]) -> Iterator[Problem]:
    item, shared = found.what, draft.knowledge.shared
    yield from _person(draft, found, "for", word=item.whose)
    if item.department:
        names = {department.name for department in shared.departments.values()}
        yield from _missing(
            draft,
            found,
            "department",
            code="E210",
            what="部门",
            word=item.department,
            known=names,
            file="shared/departments.yml",
        )
    for number, channel in enumerate(item.channels):
        for name in channel.present:
            yield from _person(draft, found, "channels", number, "present", word=name)
        if channel.place:
            yield from _missing(
                draft,
                found,
                "channels",
                number,
                "place",
                code="E208",
                what="地点",
                word=channel.place,
                known=shared.places,
                file="shared/places.yml",
            )
        if channel.mode in ("window", "self-service", "village") and not channel.place:
            yield draft.problem(
                found.path,
                (*found.where, "channels", number),
                code="E208",
                message="到现场办的渠道没有写地点",
                mend="补上「place: 地点编号」。",
            )
    durations = (item.time_limit.statutory, item.time_limit.promised)
    for duration in durations:
        if duration:
            yield from _figure(draft, found, "time_limit", word=duration.days)
    yield from _figure(draft, found, "fee", word=item.fee)
    if item.window:
        windows = {p.name for p in shared.parameters.values() if p.kind == "window"}
        yield from _missing(
            draft,
            found,
            "window",
            code="E206",
            what="窗口参数",
            word=item.window.parameter,
            known=windows,
            file="shared/parameters.yml(type: window)",
        )
    yield from _yields(draft, found)


def _yields(draft: Draft, found: walk.Located[Item]) -> Iterator[Problem]:
    shared = draft.knowledge.shared
    for number, one in enumerate(found.what.yields):
        yield from _person(draft, found, "yields", number, "of", word=one.of)
        if not isinstance(one, YieldedFact):
            yield from _missing(
                draft,
                found,
                "yields",
                number,
                code="E207",
                what="材料",
                word=one.material,
                known=shared.materials,
                file="shared/materials.yml",
            )
            continue
        fact = shared.facts_by_name.get(one.fact)
        if fact is None:
            yield from _missing(
                draft,
                found,
                "yields",
                number,
                code="E216",
                what="情形要素",
                word=one.fact,
                known=shared.facts_by_name,
                file="shared/facts.yml",
            )
        elif fact.kind == "choice" and one.value not in fact.options:
            yield draft.problem(
                found.path,
                (*found.where, "yields", number),
                code="E216",
                message=f"「{one.fact}」不会变成「{one.value}」",
                mend=f"只能是:{'、'.join(fact.options)}。",
            )
        elif fact.kind == "yes_no" and one.value not in ("是", "否"):
            yield draft.problem(
                found.path,
                (*found.where, "yields", number),
                code="E216",
                message=f"「{one.fact}」不会变成「{one.value}」",
                mend="写「是」或「否」。",
            )


def _question(draft: Draft, found: walk.Located[object]) -> Iterator[Problem]:
    question = found.what
    yield from _person(draft, found, "for", word=question.whose)  # type: ignore[attr-defined]
    ids = {name for name, _ in draft.knowledge.all_items()}
    for name in question.items:  # type: ignore[attr-defined]
        full = name if "/" in name else f"{found.list_id}/{name}"
        if full not in ids:
            yield draft.problem(
                found.path,
                (*found.where, "items"),
                code="E209",
                message=f"没有「{name}」这个事项",
                mend=f"{perhaps(full, ids)}本清单的事项写编号,别的清单写「清单/事项」。",
            )
    if not question.cases and question.otherwise is None:  # type: ignore[attr-defined]
        yield draft.problem(
            found.path,
            found.where,
            code="E220",
            message=f"知识点「{question.id}」没有任何答复",
            mend="补上 otherwise(一般答复)或 cases(分情形)。",
        )  # type: ignore[attr-defined]


def _situations(draft: Draft) -> Iterator[Problem]:
    path = draft.shared_path("situations")
    for number, situation in enumerate(draft.knowledge.shared.situations.values()):
        found = walk.Located(path, (number,), situation)
        for goal in situation.goals:
            yield from _missing(
                draft,
                found,
                "goals",
                code="E214",
                what="办事目标",
                word=goal,
                known=draft.knowledge.shared.goals,
                file="shared/goals.yml",
            )
        for name in situation.lists:
            yield from _missing(
                draft,
                found,
                "lists",
                code="E214",
                what="清单",
                word=name,
                known=draft.knowledge.rows,
                file="catalog.yml",
            )


def _goals(draft: Draft) -> Iterator[Problem]:
    for number, goal in enumerate(draft.knowledge.shared.goals.values()):
        yield from _person(
            draft, walk.Located(draft.shared_path("goals"), (number,), goal), "for", word=goal.whose
        )
