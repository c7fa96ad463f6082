"""Rasa's training data, written from nlu_data, and the training itself.

`python -m assistant.bot.training --nlu-data nlu_data --model models/x.tar.gz` (in Rasa's Python)
writes generated/ and trains one model. An intent is the name of a file in nlu_data/acts; flow.py
says what each leads to. Because what citizens come for is far wider
than two files can hold, a few sayings of every list join the acts `ask_question` and
`tell_situation`. It needs nothing but PyYAML until it trains, and refuses a saying that Rasa would
read as markup.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from .flow import INTENT_PREFIX, domain, rules

SAYINGS_PER_LIST = 10
RASA_FORMAT = "3.1"

_QUESTION = re.compile(
    "[?？吗呢么嘛啥咩点边]|怎|几|多[久少大]|哪|什么|如何|咋|能不能|可不可以|有没有|是不是|要不要|行不行"
)
_MARKUP = re.compile(r"\][({]")


def read_acts(folder: Path) -> dict[str, list[str]]:
    """Sayings by act file name (`greet`, `emergency`, …) from nlu_data/acts.

    Raises ValueError naming the file when one has no sayings or a saying that Rasa would read as
    markup.
    """
    acts = {path.stem: _texts(path)["says"] for path in sorted(folder.glob("*.yml"))}
    for name, says in acts.items():
        if not says:
            raise ValueError(f"{folder / name}.yml: no sayings")
        for text in says:
            if _MARKUP.search(text) or "\n" in text:
                raise ValueError(f"{folder / name}.yml: {text}")
    return acts


def read_consultations(folder: Path, *, per_list: int) -> dict[str, list[str]]:
    """At most `per_list` sayings of each file in nlu_data/phrasings, evenly spaced, by act.

    A saying that asks is a question, any other tells a situation. Texts that Rasa would misread are
    left out.
    """
    found: dict[str, list[str]] = {"ask_question": [], "tell_situation": []}
    for path in sorted(folder.rglob("*.yml")):
        says = [text for group in _texts(path).values() for text in group]
        says = [text for text in says if not _MARKUP.search(text) and "\n" not in text]
        step = max(1, len(says) // per_list)
        for text in says[::step][:per_list]:
            found["ask_question" if _QUESTION.search(text) else "tell_situation"].append(text)
    return found


def training_files(
    acts: dict[str, list[str]], consultations: dict[str, list[str]], *, frame: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """The contents of generated/ by file name: domain (upon `frame`), NLU examples, rules."""
    intents = {INTENT_PREFIX + act: list(dict.fromkeys([*says, *consultations.get(act, [])]))
               for act, says in acts.items()}  # fmt: skip
    nlu = [{"intent": intent, "examples": _examples(says)} for intent, says in intents.items()]
    return {
        "domain.yml": domain(list(acts), frame),
        "nlu.yml": {"version": RASA_FORMAT, "nlu": nlu},
        "rules.yml": {"version": RASA_FORMAT, "rules": rules(list(acts))},
    }


def write_training_data(nlu_data: Path, generated: Path) -> None:
    """Write generated/ from nlu_data and the domain.yml beside this module; whole files or none."""
    frame = yaml.safe_load((Path(__file__).parent / "domain.yml").read_text(encoding="utf-8"))
    consultations = read_consultations(nlu_data / "phrasings", per_list=SAYINGS_PER_LIST)
    files = training_files(read_acts(nlu_data / "acts"), consultations, frame=frame)
    generated.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        draft = generated / f".{name}.{os.getpid()}"
        draft.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        draft.replace(generated / name)


def train(generated: Path, model: Path) -> bool:
    """Train on generated/ and put the model at `model` (a .tar.gz) at once and whole. False when
    Rasa refuses.
    """
    import rasa.telemetry
    from rasa.model_training import train as train_model

    # Switched off as it is, it would still leave a settings file in the user's home folder.
    rasa.telemetry.initialize_telemetry = lambda: False
    model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=model.parent) as folder:
        trained = train_model(
            domain=str(generated / "domain.yml"),
            config=str(Path(__file__).parent / "config.yml"),
            training_files=[str(generated / "nlu.yml"), str(generated / "rules.yml")],
            output=folder,
            fixed_model_name=model.name.removesuffix(".tar.gz"),
            force_training=True,
        )
        if trained.code or not trained.model:
            return False
        Path(trained.model).replace(model)
    return True


def main(arguments: list[str]) -> int:
    """Write the training data and train; 0 when the model lies where it was asked for."""
    from .environment import prepare_environment
    from .logs import keep_words_out_of_logs

    parser = argparse.ArgumentParser(prog="assistant.bot.training")
    parser.add_argument("--nlu-data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args(arguments)
    prepare_environment()
    keep_words_out_of_logs()
    generated = Path(__file__).parent / "generated"
    write_training_data(options.nlu_data, generated)
    return 0 if train(generated, options.model.resolve()) else 1


def _texts(path: Path) -> dict[str, list[str]]:
    """The lists of a YAML mapping, every scalar as the text it was written as (yes stays yes)."""
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    if not isinstance(content, dict):
        raise ValueError(f"{path}: not a mapping")
    return {
        key: [str(text) for text in value]
        for key, value in content.items()
        if isinstance(value, list)
    }


def _examples(says: list[str]) -> str:
    return "".join(f"- {text}\n" for text in says)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
