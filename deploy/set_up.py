"""Sets up what it is asked to: `python3 -m deploy.set_up app rasa widget` (or dev).

Every package comes from a lock and is checked against its hash; what is up to date is left alone,
so running it again takes no time. Where a Python is not found, a sentence says what to install, and
the other environment is set up all the same.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, Sequence, TextIO

from deploy.environments import (
    APP_PYTHONS,
    ENVIRONMENTS,
    ROOT,
    TORCH_CPU_LOCK,
    TORCH_CUDA_LOCK,
    Environment,
    is_up_to_date,
    python_of,
    read_stamp,
    write_stamp,
)
from deploy.lock_file import read_lock, write_lock
from deploy.progress import CommandFailed, Screen, run_watched
from deploy.pythons import Interpreter, PythonNotFound, find_python
from deploy.widget import Node, bring_node, build, find_node, install_packages, is_built

NO_APP_PYTHON = """\
没有找到 Python 3.11、3.12 或 3.13(要带 venv)。请先装一个,再运行同一条命令。任选其一:
    apt install python3.11 python3.11-venv      (软件源里有时)
    pyenv install 3.11
    uv python install 3.11
No Python 3.11-3.13 with venv was found. Install one as above, then run the same command again."""

NO_RASA_PYTHON = """\
没有找到 Python 3.10(要带 venv):对话引擎 Rasa 3.6 只能用它。请先装上,再运行同一条命令。任选其一:
    pyenv install 3.10
    uv python install 3.10
    apt install python3.10 python3.10-venv      (软件源里有时)
No Python 3.10 with venv was found, and Rasa 3.6 runs on nothing newer. Install it as above, then
run the same command again."""


NO_NODE = """\
没有找到 Node 20.19 以上,带来的 Node 也不能用:网页助手要用它编译。请装上,再运行同一条命令。
No Node 20.19 or newer was found, and the one brought along does not run here. Install one, then run
the same command again."""
WIDGET = "widget"


class NodeNotFound(Exception):
    """No Node that can build the widget; str() is for the person at the terminal."""


class Step(NamedTuple):
    title: str
    work: Callable[[Screen], None]


def main(
    arguments: Sequence[str], environ: Mapping[str, str], out: TextIO, root: Path = ROOT
) -> int:
    """Exit status: 0 when all that was asked for is ready."""
    known = [*ENVIRONMENTS, WIDGET]
    if not arguments or not set(arguments) <= set(known):
        out.write("用法:python3 -m deploy.set_up {}\n".format(" | ".join(known)))
        return 2
    waiting = [name for name in arguments if not _is_ready(name, root)]
    return max([_set_up(name, environ, out, root) for name in waiting], default=0)


def _is_ready(name: str, root: Path) -> bool:
    return is_built(root) if name == WIDGET else is_up_to_date(ENVIRONMENTS[name], root)


def _begun(name: str, environ: Mapping[str, str], out: TextIO, root: Path) -> list[Step]:
    """What is to be done for one of them, announced. Raises PythonNotFound."""
    if name == WIDGET:
        out.write("网页助手 api/web/widget\n")
        return _widget_steps(environ, root)
    environment = ENVIRONMENTS[name]
    interpreter = find_python(environment.pythons, environ)
    if interpreter is None:
        raise PythonNotFound(NO_RASA_PYTHON if environment.name == "rasa" else NO_APP_PYTHON)
    out.write(f"{environment.title} {environment.folder}(Python {interpreter.version})\n")
    return _steps(environment, interpreter, root)


def _set_up(name: str, environ: Mapping[str, str], out: TextIO, root: Path) -> int:
    try:
        steps = _begun(name, environ, out, root)
        screen = Screen(out, len(steps))
        for step in steps:
            screen.begin(step.title)
            step.work(screen)
            screen.end()
    except (PythonNotFound, NodeNotFound) as missing:
        out.write(f"\n{missing}\n")
        return 1
    except CommandFailed as failed:
        where = failed.log.relative_to(root)
        out.write(
            "\n\n这一步没有做成,多半是网络不通或磁盘已满。排除后再运行同一条命令,已经装好的会跳过。\n"
            f"{failed}\n全部经过在 {where} (this step failed; the whole record is there)\n"
        )
        return 1
    return 0


def _steps(environment: Environment, interpreter: Interpreter, root: Path) -> list[Step]:
    """What is to be done, in order, for one environment that is not up to date."""
    installer = Installer(environment, root)
    steps = []
    if not _usable(environment, root):
        steps.append(Step("建立环境", lambda screen: installer.create(interpreter, screen)))
    pins = len(read_lock(root / environment.lock))
    steps += [
        Step("安装构建工具", installer.install_builders),
        Step(f"安装 {pins} 个依赖,逐个核对哈希", installer.install_lock),
    ]
    if environment.ours:
        steps += [
            Step("安装 PyTorch", installer.install_torch),
            Step("装入本项目", installer.install_project),
        ]
    steps.append(Step("核对依赖是否齐全", installer.check))
    return steps


def _widget_steps(environ: Mapping[str, str], root: Path) -> list[Step]:
    """Node brought where there is none, packages, one file. Raises PythonNotFound."""
    log = record_of(WIDGET, root)
    steps = []
    if find_node(environ, root) is None:
        python = find_python(APP_PYTHONS, environ)
        if python is None:
            raise PythonNotFound(NO_APP_PYTHON)
        path = python.path
        steps.append(Step("取得 Node", lambda screen: bring_node(path, root, log, screen)))

    def node() -> Node:
        found = find_node(environ, root)
        if found is None:
            raise NodeNotFound(NO_NODE)
        return found

    steps += [
        Step("安装网页助手的依赖", lambda screen: install_packages(node(), root, log, screen)),
        Step("编译网页助手", lambda screen: build(node(), root, log, screen)),
    ]
    return steps


def record_of(name: str, root: Path) -> Path:
    """The empty file under var/set-up that keeps all a command prints."""
    folder = root / "var" / "set-up"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / (name + ".log")
    log.write_text("", encoding="utf-8")
    return log


def _usable(environment: Environment, root: Path) -> bool:
    """Whether the environment there is may be kept and only brought up to date."""
    stamp = read_stamp(environment, root)
    return (
        stamp is not None
        and stamp.get("root") == str(root)
        and python_of(environment, root).exists()
    )


class Installer:
    """The work on one environment. All that pip prints goes into one file under var/set-up."""

    def __init__(self, environment: Environment, root: Path) -> None:
        self._environment, self._root = environment, root
        self._python = str(python_of(environment, root))
        self._log = record_of(environment.name, root)

    def create(self, interpreter: Interpreter, screen: Screen) -> None:
        folder = str(self._root / self._environment.folder)
        self._run([str(interpreter.path), "-m", "venv", "--clear", folder], screen)

    def install_builders(self, screen: Screen) -> None:
        """A few packages are published as source only: what builds them comes from the lock too."""
        write_stamp(self._environment, self._root, finished=False)
        pins = read_lock(self._root / self._environment.lock)
        builders = self._log.with_name(self._environment.name + "-build.lock")
        write_lock(builders, [pins["setuptools"], pins["wheel"]], note="part of the lock")
        self._install(builders, screen)

    def install_lock(self, screen: Screen) -> None:
        self._install(self._environment.lock, screen)

    def install_torch(self, screen: Screen) -> None:
        """The CPU-only build where pip finds one; else the public one with its CUDA libraries."""
        try:
            self._install(TORCH_CPU_LOCK, screen)
        except CommandFailed:
            self._install(TORCH_CUDA_LOCK, screen)

    def install_project(self, screen: Screen) -> None:
        self._pip(["--no-deps", "--no-build-isolation", "--editable", str(self._root)], screen)

    def check(self, screen: Screen) -> None:
        self._run([self._python, "-m", "pip", "check"], screen)
        write_stamp(self._environment, self._root, finished=True)

    def _install(self, lock: Path, screen: Screen) -> None:
        lock = self._root / lock
        hashed = [
            "--no-deps",
            "--no-build-isolation",
            "--require-hashes",
            "--requirement",
            str(lock),
        ]
        self._pip(hashed, screen, total=len(read_lock(lock)))

    def _pip(self, words: Sequence[str], screen: Screen, total: int | None = None) -> None:
        command = [self._python, "-m", "pip", "install", "--progress-bar", "off", *words]
        self._run([*command, "--disable-pip-version-check"], screen, total)

    def _run(self, command: Sequence[str], screen: Screen, total: int | None = None) -> None:
        run_watched(command, log=self._log, show=screen.show, total=total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, sys.stdout))
