"""What Rasa is trained on, as it is written from nlu_data."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
import yaml

from assistant import rasa_process
from assistant.actions import server

# By name, because this folder belongs to Rasa's Python and is not type-checked with ours.
training = importlib.import_module("assistant.bot.training")
flow = importlib.import_module("assistant.bot.flow")

ROOT = Path(__file__).parents[3]
BOT = ROOT / "assistant" / "bot"


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_act_becomes_an_intent() -> None:
    files = training.training_files(
        {"greet": ["你好"], "ask_question": ["怎么入户"]},
        {"ask_question": ["怎么入户", "社保怎么转"], "tell_situation": []},
        frame={"version": "3.1"},
    )
    assert files["domain.yml"]["version"] == "3.1"
    assert files["domain.yml"]["intents"] == ["act_greet", "act_ask_question"]
    assert files["nlu.yml"]["nlu"] == [
        {"intent": "act_greet", "examples": "- 你好\n"},
        {"intent": "act_ask_question", "examples": "- 怎么入户\n- 社保怎么转\n"},
    ]


def test_scalars_stay_as_they_were_written(tmp_path: Path) -> None:
    write(tmp_path, "affirm.yml", "act: affirm\nkind: consult\nsays: [yes, 010, 好]\n")
    assert training.read_acts(tmp_path) == {"affirm": ["yes", "010", "好"]}


@pytest.mark.parametrize("saying", ["[东莞](place)", "说[这]{那}", '"两\\n行"'])
def test_what_rasa_would_misread_is_refused(tmp_path: Path, saying: str) -> None:
    quoted = saying if saying.startswith('"') else f"'{saying}'"
    write(tmp_path, "greet.yml", f"act: greet\nkind: greeting\nsays:\n  - {quoted}\n")
    with pytest.raises(ValueError, match="greet"):
        training.read_acts(tmp_path)


def test_an_act_without_sayings_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "greet.yml", "act: greet\nkind: greeting\nsays: []\n")
    with pytest.raises(ValueError, match="greet"):
        training.read_acts(tmp_path)


def test_a_few_sayings_of_every_list_join_by_what_they_do(tmp_path: Path) -> None:
    says = "".join(f"  - 公积金第{number}种说法\n" for number in range(40))
    write(tmp_path, "housing/fund.yml", f"list:\n{says}")
    write(tmp_path, "family/marriage.yml", "list:\n  - 领证要多久\nwho-can:\n  - 我们都是外地的\n")
    found = training.read_consultations(tmp_path, per_list=4)
    assert found["ask_question"] == ["领证要多久"]
    assert found["tell_situation"][0] == "我们都是外地的"
    assert found["tell_situation"][1:] == [f"公积金第{number}种说法" for number in (0, 10, 20, 30)]


def test_the_real_data_can_be_written(tmp_path: Path) -> None:
    training.write_training_data(ROOT / "nlu_data", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "domain.yml", "nlu.yml", "rules.yml",
    ]  # fmt: skip
    nlu = yaml.safe_load((tmp_path / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    acts = {path.stem for path in (ROOT / "nlu_data" / "acts").glob("*.yml")}
    assert {entry["intent"] for entry in nlu} == {f"act_{act}" for act in acts}
    questions = next(entry for entry in nlu if entry["intent"] == "act_ask_question")
    assert questions["examples"].count("\n") > 300


def test_both_sides_of_the_contract_use_the_same_names() -> None:
    assert server.INTENT_PREFIX == flow.INTENT_PREFIX
    assert server.FALLBACK_INTENT == flow.FALLBACK_INTENT
    assert server.ACTIONS == flow.ACTIONS
    assert (server.PERSON_ACT, server.NOTHING) == (flow.PERSON_ACT, flow.NOTHING)
    assert tuple(flow.ANSWERS) == server.AWAITED
    endpoints = (BOT / "endpoints.yml").read_text(encoding="utf-8")
    assert f"${{{rasa_process.ACTIONS_URL_VARIABLE}}}" in endpoints
    assert f"${{{rasa_process.TOKEN_VARIABLE}}}" in endpoints
    credentials = (BOT / "credentials.yml").read_text(encoding="utf-8")
    assert f"${{{rasa_process.TOKEN_VARIABLE}}}" in credentials
