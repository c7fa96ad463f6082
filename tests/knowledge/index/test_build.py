"""Building a release from the small good project of the compiler's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.compiler.load import load_sources
from knowledge.encoder.base import make_base
from knowledge.encoder.train import Example, train_encoder
from knowledge.index import workshop
from knowledge.index.build import BuildRefused, BuiltRelease, build_loaded
from knowledge.index.calibration import DEFAULT
from knowledge.index.database import read_database, write_database
from knowledge.index.release import CURRENT, Release, ReleaseUnusable, open_release
from knowledge.index.workshop import fingerprint
from knowledge.retrieval.finder import Finder
from tests.knowledge.compiler.bad_lists import good_sources

LIST = "inquiry_lists/household/residence-permit.yml"
PHRASINGS = "nlu_data/phrasings/household/residence-permit.yml"
CHEAP = {"database", "keywords"}


def build(
    sources: dict[str, bytes], home: Path, told: list[tuple[str, float]] | None = None
) -> BuiltRelease:
    notes = [] if told is None else told
    return build_loaded(
        load_sources(sources),
        out=home / "releases",
        cache=home / "cache",
        progress=lambda title, share: notes.append((title, share)),
    )


def edited(path: str, find: str, put: str) -> dict[str, bytes]:
    sources = good_sources()
    text = sources[path].decode()
    assert find in text
    return sources | {path: text.replace(find, put, 1).encode()}


def redone(built: BuiltRelease) -> set[str]:
    assert len(built.stages) == 7
    return {run.name for run in built.stages if not run.reused}


def current(home: Path) -> str:
    return (home / "releases" / CURRENT).resolve().name


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds releases/ and cache/; the good project is built in it."""
    path = tmp_path_factory.mktemp("build")
    build(good_sources(), path)
    return path


def test_a_release_is_complete_and_current(home: Path) -> None:
    sources = good_sources()
    built = build(sources, home)
    release = open_release(home / "releases" / CURRENT)
    assert release.name == built.name == current(home)
    assert release.knowledge == load_sources(sources).knowledge
    kept = built.path / "sources"
    assert {p.relative_to(kept).as_posix() for p in kept.rglob("*") if p.is_file()} == set(sources)
    assert all((kept / path).read_bytes() == text for path, text in sources.items())
    assert len(release.lists.lists) == 118
    assert release.encoder_path.is_dir()


def test_the_same_input_gives_the_same_name_and_redoes_nothing(home: Path) -> None:
    first, second = build(good_sources(), home), build(good_sources(), home)
    assert first.name == second.name
    assert redone(second) == set()
    backwards = dict(reversed(good_sources().items()))
    assert build(backwards, home).name == first.name


def test_an_edited_answer_retrains_nothing(home: Path) -> None:
    before = build(good_sources(), home)
    after = build(edited(LIST, "就可以申领。", "就可以去申领。"), home)
    assert after.name != before.name
    assert redone(after) <= CHEAP
    assert "lists" not in redone(after)
    assert "去申领" in str(open_release(after.path).knowledge.lists["residence-permit"].questions)
    assert "去申领" not in str(open_release(before.path).knowledge.lists["residence-permit"])


def test_a_new_phrasing_is_learned(home: Path) -> None:
    said = "  - 居住证的事想问一下\n"
    built = build(edited(PHRASINGS, said, f"{said}  - 那张绿卡片去哪里弄\n"), home)
    assert {"database", "encoder", "lists", "space"} <= redone(built)
    assert any("绿卡片" in saying.text for saying in open_release(built.path).space.sayings)


def test_progress_is_told_in_chinese_and_only_forwards(tmp_path: Path, home: Path) -> None:
    told: list[tuple[str, float]] = []
    build_loaded(
        load_sources(good_sources()),
        out=tmp_path,
        cache=home / "cache",
        progress=lambda title, share: told.append((title, share)),
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len({title for title, _ in told}) == 8
    assert all(not title.isascii() for title, _ in told)


def test_problems_refuse_the_build(home: Path) -> None:
    before = current(home)
    with pytest.raises(BuildRefused, match=r"residence-permit.yml:\d+  E"):
        build(edited(LIST, "questions:", "questionz:"), home)
    assert current(home) == before


def test_a_failed_build_leaves_the_current_release(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stood = current(home), set((home / "releases").iterdir())

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(workshop, "write_database", fail)
    with pytest.raises(OSError, match="disk full"):
        build(edited(LIST, "就可以申领。", "就可以马上申领。"), home)
    assert current(home) == before
    assert set((home / "releases").iterdir()) == stood
    open_release(home / "releases" / CURRENT)


def test_another_encoder_is_carried_in_the_release(home: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    texts = ("入户积分", "入户居住", "居住积分")
    examples = [Example(list(text), "hukou-settle") for text in texts]
    train_encoder(examples, make_base(texts, list, dims=8), given)
    (given / "manifest.json").unlink()  # now it is a model like any other
    own = build(good_sources(), home)
    other = build_loaded(
        load_sources(good_sources()),
        out=tmp_path / "releases",
        cache=home / "cache",
        progress=lambda title, share: None,
        encoder=given,
    )
    assert other.name != own.name
    assert redone(other) == {"encoder", "space", "calibration"}
    release = open_release(other.path)
    assert release.manifest["encoder"] == "given"
    assert fingerprint(release.encoder_path) == fingerprint(given)
    assert Finder(release).find("积分入学怎么排队").kind == "consult"


def test_too_little_to_learn_from_leaves_the_constants(home: Path) -> None:
    assert open_release(home / "releases" / CURRENT).calibration == DEFAULT


def test_the_full_lists_are_calibrated(release: Release) -> None:
    found = release.calibration
    assert found != DEFAULT
    assert 0 < found.list_threshold < 0.3
    assert 0 < found.gate.threshold < 1
    assert found.gate.weights[0] > 0
    assert found.lists.signals[1] > 0
    assert min(found.questions) > 0


def test_what_is_no_release_is_refused_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(ReleaseUnusable, match="wenzheng build"):
        open_release(tmp_path)
    (tmp_path / "manifest.json").write_text('{"name": "x", "format": 0}', encoding="utf-8")
    with pytest.raises(ReleaseUnusable, match="旧格式"):
        open_release(tmp_path)


def test_the_whole_knowledge_base_survives_the_database(root: Path, tmp_path: Path) -> None:
    from knowledge.compiler.load import load_knowledge

    knowledge = load_knowledge(root).knowledge
    assert knowledge is not None
    write_database(knowledge, tmp_path / "release.db")
    assert read_database(tmp_path / "release.db") == knowledge
