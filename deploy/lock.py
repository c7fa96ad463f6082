"""Makes the lock files anew: `make lock`.

What is pinned stays pinned; to take a newer version, delete its lines from the lock first. Resolved
against the public index only: a machine's own mirrors and links would end up in everybody's lock.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterable, Mapping, Sequence

from deploy.environments import (
    APP_PYTHONS,
    LOCKS,
    RASA_PYTHONS,
    ROOT,
    TORCH_CPU_LOCK,
    TORCH_CUDA_LOCK,
)
from deploy.lock_file import Pin, read_lock, write_lock
from deploy.pythons import Version, find_python, text

_TORCH = ("torch", "triton", "cuda-", "nvidia-")
_NOTE = "由 make lock 生成:名称、版本、哈希。不要手改。"


def main(root: Path, environ: Mapping[str, str]) -> int:
    """Write all the locks. Exit status 1 when there is no Python to do it with."""
    interpreter = find_python(APP_PYTHONS[:1], environ)
    if interpreter is None:
        print(f"做锁文件要 Python {text(APP_PYTHONS[0])}(带 venv),没有找到。")
        return 1
    tools = root / "var" / "lock"
    subprocess.run([str(interpreter.path), "-m", "venv", "--clear", str(tools)], check=True)
    subprocess.run([str(tools / "bin" / "pip"), "install", "--quiet", "uv"], check=True)
    locks = root / LOCKS
    source = [str(root / "pyproject.toml"), "--extra", "build"]
    known = _pins(root / TORCH_CUDA_LOCK, locks / "dev.lock", locks / "app.lock")
    app = _resolve(tools, source, APP_PYTHONS[0], known)
    dev = _resolve(tools, [*source, "--extra", "dev"], APP_PYTHONS[0], {**known, **app})
    rasa = _resolve(tools, [str(locks / "rasa.in")], RASA_PYTHONS[0], _pins(locks / "rasa.lock"))
    node = _resolve(tools, [str(locks / "node.in")], APP_PYTHONS[0], _pins(locks / "node.lock"))
    _write(locks / "app.lock", [pin for pin in app.values() if not _is_torch(pin)])
    _write(locks / "dev.lock", [pin for pin in dev.values() if not _is_torch(pin)])
    _write(locks / "rasa.lock", rasa.values())
    _write(locks / "node.lock", node.values())
    _write(root / TORCH_CUDA_LOCK, [pin for pin in app.values() if _is_torch(pin)])
    _write(root / TORCH_CPU_LOCK, _cpu_build(app["torch"], _pins(root / TORCH_CPU_LOCK), tools))
    return 0


def _is_torch(pin: Pin) -> bool:
    """PyTorch and what only its CUDA build needs."""
    return pin.name.startswith(_TORCH)


def _pins(*paths: Path) -> dict[str, Pin]:
    """What these locks pin already; a later one has the last word."""
    pins: dict[str, Pin] = {}
    for path in paths:
        pins.update(read_lock(path) if path.exists() else {})
    return pins


def _resolve(
    tools: Path, source: Sequence[str], version: Version, known: Mapping[str, Pin]
) -> dict[str, Pin]:
    """What `source` needs on Linux with that Python, with the hashes of all files of a version."""
    output = tools / "resolved.lock"
    output.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in known.values()))
    command = [str(tools / "bin" / "uv"), "pip", "compile", "--quiet", "--no-config", *source]
    command += ["--python-version", text(version), "--generate-hashes", "--no-header"]
    command += ["--no-annotate", "--output-file", str(output)]
    subprocess.run(command, check=True)
    return read_lock(output)


def _cpu_build(torch: Pin, before: Mapping[str, Pin], tools: Path) -> list[Pin]:
    """The CPU-only build of the same version, as far as this machine's own pip settings find one.

    Not on the public index, so the hashes known before are kept.
    """
    version = torch.version + "+cpu"
    known = before.get("torch")
    hashes = set(known.hashes if known and known.version == version else ())
    with tempfile.TemporaryDirectory() as folder:
        command = [str(tools / "bin" / "pip"), "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, f"torch=={version}"], check=False)
        for wheel in Path(folder).glob("*.whl"):
            hashes.add("--hash=sha256:" + hashlib.sha256(wheel.read_bytes()).hexdigest())
    return [Pin("torch", version, tuple(sorted(hashes)))] if hashes else []


def _write(path: Path, pins: Iterable[Pin]) -> None:
    write_lock(path, pins, note=_NOTE)
    print(f"{path.name}:{len(read_lock(path))} 个包")


if __name__ == "__main__":
    sys.exit(main(ROOT, os.environ))
