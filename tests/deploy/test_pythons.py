"""Interpreters are found where people have them, and only those that answer count."""

from __future__ import annotations

from pathlib import Path

from deploy.pythons import find_python

WANTED = ((3, 10),)


def program(path: Path, prints: str = "", status: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{prints and 'echo ' + prints}\nexit {status}\n")
    path.chmod(0o755)
    return path


def test_finds_the_named_program_on_the_path(tmp_path: Path) -> None:
    there = program(tmp_path / "bin/python3.10", "3.10.9")
    found = find_python(WANTED, {"PATH": str(there.parent)})
    assert found is not None
    assert (found.path, found.version) == (there, "3.10.9")


def test_a_plain_python3_of_that_version_will_do(tmp_path: Path) -> None:
    there = program(tmp_path / "bin/python3", "3.10.4")
    found = find_python(WANTED, {"PATH": str(there.parent)})
    assert found is not None
    assert found.path == there


def test_passes_over_a_shim_that_fails_and_takes_the_newest_of_pyenv(tmp_path: Path) -> None:
    program(tmp_path / "shims/python3.10", status=127)
    for version in ("3.10.2", "3.10.13", "3.9.18"):
        program(tmp_path / f"versions/{version}/bin/python{version.rpartition('.')[0]}", version)
    found = find_python(WANTED, {"PATH": str(tmp_path / "shims"), "PYENV_ROOT": str(tmp_path)})
    assert found is not None
    assert found.version == "3.10.13"


def test_looks_for_pyenv_at_home(tmp_path: Path) -> None:
    program(tmp_path / ".pyenv/versions/3.10.1/bin/python3.10", "3.10.1")
    found = find_python(WANTED, {"PATH": "", "HOME": str(tmp_path)})
    assert found is not None
    assert found.version == "3.10.1"


def test_does_not_believe_a_name(tmp_path: Path) -> None:
    program(tmp_path / "python3.10", "3.9.2")
    (tmp_path / "python3").write_text("not a program")
    assert find_python(WANTED, {"PATH": str(tmp_path)}) is None


def test_asks_uv_for_what_it_has(tmp_path: Path) -> None:
    there = program(tmp_path / "kept/python3.10", "3.10.20")
    program(tmp_path / "bin/uv", str(there))
    found = find_python(WANTED, {"PATH": str(tmp_path / "bin")})
    assert found is not None
    assert found.path == there


def test_lets_uv_fetch_a_version_only_when_there_is_none(tmp_path: Path) -> None:
    there, log = tmp_path / "kept/python3.10", tmp_path / "asked"
    uv = program(tmp_path / "bin/uv")
    uv.write_text(
        f'#!/bin/sh\nPATH=/usr/bin:/bin\necho "$2" >> {log}\n'
        f'[ "$2" = install ] && mkdir -p {there.parent} && '
        f'printf "#!/bin/sh\\necho 3.10.20\\n" > {there} && chmod 755 {there}\n'
        f"[ -e {there} ] && echo {there}\n"
    )
    for _ in range(2):
        found = find_python(WANTED, {"PATH": str(tmp_path / "bin")})
        assert found is not None
        assert found.path == there
    assert log.read_text().split() == ["find", "install", "find"]


def test_prefers_the_first_version_wanted(tmp_path: Path) -> None:
    program(tmp_path / "python3.12", "3.12.1")
    program(tmp_path / "python3.11", "3.11.7")
    found = find_python(((3, 11), (3, 12)), {"PATH": str(tmp_path)})
    assert found is not None
    assert found.version == "3.11.7"
