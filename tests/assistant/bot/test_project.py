"""The Rasa project by Rasa's own tools: `rasa data validate` is clean, its test stories pass."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from assistant.rasa_process import find_rasa_python, train

pytestmark = pytest.mark.rasa

ROOT = Path(__file__).parents[3]
BOT = ROOT / "assistant" / "bot"
STORIES = Path(__file__).with_name("test_stories.yml")


def rasa(*arguments: str) -> str:
    """Run `rasa …` in its own Python; what it printed. Fails the test where rasa fails."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUTF8": "1"}
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONWARNINGS")
    ours = {name: value for name, value in os.environ.items() if name not in foreign}
    ran = subprocess.run(
        [find_rasa_python(ROOT), "-W", "ignore", "-m", "rasa", *arguments],
        cwd=ROOT,
        env=ours | quiet | {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "CUDA_VISIBLE_DEVICES": "-1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def model() -> Path:
    return train(ROOT, find_rasa_python(ROOT))


def test_the_data_are_valid(model: Path, tmp_path: Path) -> None:
    """With a warning it fails: an intent nobody uses, a story that contradicts a rule."""
    written = BOT / "generated"
    for name in ("nlu.yml", "rules.yml"):
        (tmp_path / name).write_bytes((written / name).read_bytes())
    told = rasa(
        "data", "validate", "--fail-on-warnings",
        "--domain", str(written / "domain.yml"),
        "--data", str(tmp_path),
        "--config", str(BOT / "config.yml"),
    )  # fmt: skip
    assert "No story structure conflicts found" in told


def test_the_stories_pass(model: Path, tmp_path: Path) -> None:
    """Every message of every story is heard as its intent and leads to its actions."""
    rasa(
        "test", "core", "--fail-on-prediction-errors", "--no-plot",
        "--model", str(model),
        "--stories", str(STORIES),
        "--out", str(tmp_path),
    )  # fmt: skip
    report = json.loads((tmp_path / "story_report.json").read_text("utf-8"))
    assert report["conversation_accuracy"]["total"] >= 8
    assert report["conversation_accuracy"]["correct"] == report["conversation_accuracy"]["total"]
