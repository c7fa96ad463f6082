"""The set-up: a clear sentence where it cannot go on, nothing twice, progress one can see."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from deploy import set_up
from deploy.environments import ENVIRONMENTS, LOCKS, is_up_to_date, python_of, write_stamp
from deploy.progress import CommandFailed, Screen, run_watched

NOWHERE = {"PATH": "", "PYENV_ROOT": "", "HOME": "/nonexistent"}


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """An empty project with our locks."""
    shutil.copytree(root / LOCKS, tmp_path / LOCKS)
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def pretend_installed(name: str, project: Path) -> None:
    python = python_of(ENVIRONMENTS[name], project)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    write_stamp(ENVIRONMENTS[name], project, finished=True)


def test_without_python_3_10_one_sentence_says_what_to_install(project: Path) -> None:
    pretend_installed("app", project)
    out = io.StringIO()
    assert set_up.main(["app", "rasa"], NOWHERE, out, project) == 1
    said = out.getvalue()
    assert "没有找到 Python 3.10" in said
    assert "No Python 3.10" in said
    for remedy in ("pyenv install 3.10", "uv python install 3.10", "apt install python3.10"):
        assert remedy in said
    assert "Traceback" not in said
    assert not (project / ".venv-rasa").exists()


def test_without_any_python_both_environments_are_named(project: Path) -> None:
    out = io.StringIO()
    assert set_up.main(["app", "rasa"], NOWHERE, out, project) == 1
    assert "没有找到 Python 3.11" in out.getvalue()
    assert "没有找到 Python 3.10" in out.getvalue()


def test_what_is_up_to_date_is_left_alone_without_a_word(project: Path) -> None:
    pretend_installed("dev", project)
    pretend_installed("rasa", project)
    out = io.StringIO()
    assert set_up.main(["app", "dev", "rasa"], NOWHERE, out, project) == 0
    assert out.getvalue() == ""


def test_a_failing_step_shows_its_last_words_and_where_the_rest_is(
    project: Path, tmp_path: Path
) -> None:
    python = tmp_path / "bin" / "python3.10"
    python.parent.mkdir()
    python.write_text(
        "#!/bin/sh\n[ $1 = -c ] && echo 3.10.9 && exit\necho ERROR: disk full\nexit 1\n"
    )
    python.chmod(0o755)
    out = io.StringIO()
    assert set_up.main(["rasa"], {"PATH": str(python.parent)}, out, project) == 1
    said = out.getvalue()
    assert "[1/4] 建立环境" in said
    assert "ERROR: disk full" in said
    assert "var/set-up/rasa.log" in said
    assert "disk full" in (project / "var/set-up/rasa.log").read_text("utf-8")


def test_asked_for_nothing_or_nonsense_it_says_how_to_use_it(project: Path) -> None:
    out = io.StringIO()
    assert set_up.main([], NOWHERE, out, project) == 2
    assert set_up.main(["all"], NOWHERE, out, project) == 2
    assert "app | dev | rasa | widget" in out.getvalue()


@pytest.mark.parametrize("changed", ["app.lock", "torch-cpu.lock"])
def test_a_changed_lock_makes_both_app_environments_stale(project: Path, changed: str) -> None:
    pretend_installed("dev", project)
    assert is_up_to_date(ENVIRONMENTS["app"], project)
    with (project / LOCKS / changed).open("a") as lock:
        lock.write("# changed\n")
    assert not is_up_to_date(ENVIRONMENTS["app"], project)
    assert not is_up_to_date(ENVIRONMENTS["dev"], project)


def test_an_app_environment_is_no_dev_environment(project: Path) -> None:
    pretend_installed("app", project)
    assert not is_up_to_date(ENVIRONMENTS["dev"], project)


def test_a_moved_or_unfinished_environment_is_not_up_to_date(project: Path, tmp_path: Path) -> None:
    pretend_installed("app", project)
    moved = tmp_path / "moved"
    shutil.copytree(project, moved, ignore=shutil.ignore_patterns("moved"))
    assert not is_up_to_date(ENVIRONMENTS["app"], moved)
    write_stamp(ENVIRONMENTS["app"], project, finished=False)
    assert not is_up_to_date(ENVIRONMENTS["app"], project)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_numbered_and_timed() -> None:
    seconds = iter(range(0, 1000, 20))
    out = io.StringIO()
    screen = Screen(out, total=2, clock=lambda: next(seconds))
    screen.begin("建立环境")
    screen.end()
    screen.begin("安装依赖")
    screen.show("3/9 numpy")
    screen.end()
    assert out.getvalue().splitlines() == [
        "[1/2] 建立环境…",
        "[1/2] 建立环境… 好了(20 秒)",
        "[2/2] 安装依赖…",
        "[2/2] 安装依赖… 3/9 numpy(20 秒)",
        "[2/2] 安装依赖… 好了(40 秒)",
    ]


def test_on_a_terminal_a_step_keeps_one_line() -> None:
    seconds = iter(range(1000))
    out = Terminal()
    screen = Screen(out, total=1, clock=lambda: next(seconds))
    screen.begin("安装依赖")
    screen.show("3/9 numpy")
    screen.end()
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().endswith("\r\033[K[1/1] 安装依赖… 好了(2 秒)\n")


def test_a_watched_command_tells_how_far_it_is_and_keeps_its_record(tmp_path: Path) -> None:
    shown: list[str] = []
    code = "print('Collecting numpy==2.4.6'); print('Installing collected packages: numpy')"
    log = tmp_path / "log"
    run_watched([sys.executable, "-c", code], log=log, show=shown.append, total=4)
    assert shown == ["1/4 numpy", "写入环境"]
    assert log.read_text().count("\n") == 2


def test_a_watched_command_that_fails_gives_its_errors(tmp_path: Path) -> None:
    code = "print('fine'); print('ERROR: no space left'); raise SystemExit(3)"
    with pytest.raises(CommandFailed, match="no space left") as failed:
        run_watched([sys.executable, "-c", code], log=tmp_path / "log", show=print)
    assert "fine" not in str(failed.value)
