"""Pairs between lists, on the small good project with something put in twice."""

from __future__ import annotations

from knowledge.candidates.outcomes import same_outcomes
from knowledge.candidates.pair import Pair
from knowledge.candidates.registers import alike_entries
from knowledge.candidates.texts import alike_texts
from knowledge.compiler.draft import Draft
from knowledge.compiler.load import load_sources
from knowledge.index.places import read_places
from knowledge.index.text import Analyser, read_lexicon
from tests.knowledge.compiler.bad_lists import good_sources

SCHOOL = "inquiry_lists/education/points-school.yml"
SAYS = "nlu_data/phrasings/education/points-school.yml"
SHARED = "inquiry_lists/shared"


def draft(**added: str) -> Draft:
    """The small project with text added at the end of files, by a short name of the file."""
    paths = {"says": SAYS, "school": SCHOOL}
    sources = good_sources()
    for name, text in added.items():
        path = paths.get(name, f"{SHARED}/{name}.yml")
        sources[path] = sources[path].rstrip() + b"\n" + text.encode()
    found = load_sources(sources)
    assert found.draft is not None, found.problems
    return found.draft


def texts(found: Draft) -> list[Pair]:
    lexicon = read_lexicon({}, read_places(found.knowledge.shared))
    return list(alike_texts(found, Analyser(lexicon)))


def test_sayings_of_two_lists_nearly_alike_are_named_with_both_places() -> None:
    before = texts(draft())
    path = "nlu_data/phrasings/household/residence-permit.yml"
    text = "我外地来的,够不够格拿居住证"
    assert text in good_sources()[path].decode()
    found = draft(says=f'  - "{text}呀"\n')
    new = [pair for pair in texts(found) if pair not in before]
    assert len(new) == 1
    assert new[0].kind == "说法近似"
    assert {new[0].one.where.split(":")[0], new[0].other.where.split(":")[0]} == {path, SAYS}
    assert {new[0].one.list_id, new[0].other.list_id} == {"residence-permit", "points-school"}


def test_answers_alike_with_other_figures_are_contradictions() -> None:
    sources = good_sources()
    path = "inquiry_lists/household/residence-permit.yml"
    answer = "登记满半年,又有稳定住所,就可以申领。"
    for name, words in ((path, answer), (SCHOOL, None)):
        text = sources[name].decode()
        old = words or text.split("otherwise: ", 1)[1].split("\n", 1)[0]
        days = 15 if words else 20
        new = f"材料收齐以后 {days} 天内给您答复,到镇街的服务窗口领取。"
        sources[name] = text.replace(old, new, 1).encode()
    found = load_sources(sources).draft
    assert found is not None
    pairs = [pair for pair in texts(found) if pair.kind == "答复近似、数字不同"]
    assert len(pairs) == 1
    assert "15天" in pairs[0].why
    assert "20天" in pairs[0].why


def test_entries_registered_twice_are_found() -> None:
    before = list(alike_entries(draft()))
    found = draft(
        facts="- {id: again, name: 居住登记办过, type: yes_no, for: 本人, ask: "
        "请问办过居住登记吗?"
        ", reason: 试, prior: {是: 50, 否: 50}}\n",
        parameters="- {id: again, name: 居住登记的办理天数, type: number, unit: 工作日, "
        "set_by: 东莞市公安局, published_at: 窗口公示, values: [{value: null}]}\n",
        materials="- {id: again, title: 房屋的租赁合同, issuer: 房东}\n",
    )
    new = [pair for pair in alike_entries(found) if pair not in before]
    assert {pair.kind for pair in new} == {"追问近似", "参数近似", "材料近似"}
    assert all(pair.one.where.startswith(f"{SHARED}/") for pair in new)


def test_items_with_one_outcome_and_other_papers_are_found() -> None:
    assert list(same_outcomes(draft())) == []
    found = draft(
        school="""\
  - id: permit-too
    title: 学校代办居住证
    for: 本人
    materials: [{use: lease, of: 本人}]
    yields: [{material: residence-permit-card, of: 本人}]
    channels: [{mode: window, place: police-station, at: 居住地, visits: 1}]
    time_limit: {statutory: {days: 30, kind: 自然日}, promised: null}
    basis: [{set_by: 东莞市公安局, published_at: 窗口公示, verified: null}]
"""
    )
    (pair,) = same_outcomes(found)
    assert {pair.one.words, pair.other.words} == {"首次申领居住证", "学校代办居住证"}
    assert "法定 15 自然日" in pair.why
    assert "法定 30 自然日" in pair.why
    assert "材料不同" in pair.why
    assert "条件不同" in pair.why
