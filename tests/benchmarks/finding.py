"""How long `find` takes beside its bare floor and beside two search libraries, and what it costs.

The floor is the libraries called directly, with nothing decided: the same analyser,
sentence-transformers, one FAISS search over the sayings, bm25s over the questions and one sparse
product with the classifier. It is taken twice: for the whole message only, and for the
passages that `find` reads (the whole and its clauses). haystack-ai and txtai answer the same
messages over the same sayings with our own encoder, each as a hybrid of words and vectors
(rivals.py). Everything runs at one thread, message by message in turn; milliseconds are of one
processor, so that a busy machine does not count. What to look at are the ratios within one run.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]

from knowledge.encoder.load import load_sentences
from knowledge.index.build import build_release
from knowledge.index.release import CURRENT, Release, open_release
from knowledge.index.text import Analyser, clauses, normalise, shorten
from knowledge.retrieval.finder import Finder
from tests.benchmarks.rivals import Search, rivals

ROOT = Path(__file__).resolve().parents[2]
SINGLE = 400
WARM = 40
FEW = 100  # messages for those that take half a second each
MOST = 10
AIMS = {"底线(整句)": "≤1.5", "底线(整句和分句)": "", "haystack-ai": "≥10", "txtai": "≥5"}
HEAD = "做法              中位(毫秒)  95%(毫秒)  与 find 之比(中位)  目标"
START = """
import json, time
begun = time.perf_counter()
from pathlib import Path
from knowledge.index.release import open_release
from knowledge.retrieval.finder import Finder
finder = Finder(open_release(Path({path!r})))
seconds = time.perf_counter() - begun
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([seconds, int(status["VmRSS"].split()[0]) / 1024]))
"""


def main() -> None:
    """Build afresh, then print both tables."""
    import faiss
    import torch
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as aside:
        release = _costs(Path(aside))
        torch.set_num_threads(1)
        faiss.omp_set_num_threads(1)
        with threadpool_limits(limits=1):
            _write(HEAD)
            for line in _compared(release):
                _write(line)


def _costs(aside: Path) -> Release:
    """Building with nothing kept, building again, starting, and memory; in seconds and MiB."""
    seconds = []
    for number in range(2):
        begun = time.perf_counter()
        build_release(
            ROOT, out=aside / f"{number}", cache=aside / "cache", progress=lambda stage, share: None
        )
        seconds.append(time.perf_counter() - begun)
    path = aside / "0" / CURRENT
    told = subprocess.run(
        [sys.executable, "-c", START.format(path=str(path))],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    start, memory = json.loads(told.stdout)
    release = open_release(path)
    size = sum(file.stat().st_size for file in release.path.rglob("*") if file.is_file())
    _write(
        f"编译 {seconds[0]:.0f} 秒,什么都没改再编译 {seconds[1]:.1f} 秒;"
        f"启动到能答 {start:.1f} 秒,内存 {memory:.0f} MiB;发布版本 {size / 2**20:.0f} MiB"
    )
    return release


def messages(release: Release) -> list[str]:
    """Sayings drawn by a fixed seed, and all messages with several wishes, in a mixed order."""
    chance = random.Random(0)
    spoken = [saying.text for saying in release.space.sayings if saying.spoken]
    several = [message.text for message in release.knowledge.phrasings.messages]
    texts = [*chance.sample(spoken, SINGLE), *several]
    chance.shuffle(texts)
    return texts


def _compared(release: Release) -> Sequence[str]:
    ways: dict[str, Search] = {
        "find": Finder(release).find,
        "底线(整句)": Floor(release, each_clause=False),
        "底线(整句和分句)": Floor(release, each_clause=True),
    }
    texts = messages(release)
    seconds = take_turns(ways, texts)
    others = rivals(release, say=_write)
    if others:
        seconds |= take_turns(others, texts[:FEW])
    ours = float(np.median(seconds["find"]))
    lines = []
    for name, taken in seconds.items():
        middle, slow = float(np.median(taken)), float(np.quantile(taken, 0.95))
        ratio = ours / middle if name.startswith("底线") else middle / ours
        wide = 18 - sum(2 if sign > "\u2e80" else 1 for sign in name)
        lines.append(
            f"{name}{' ' * wide}{1000 * middle:>10.1f}{1000 * slow:>11.1f}"
            f"{ratio:>16.2f}        {AIMS.get(name, '')}"
        )
    return lines


def take_turns(ways: dict[str, Search], texts: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each way for each text, the ways taking turns; the first few are not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for text in texts:
        for name, search in ways.items():
            begun = time.process_time()
            search(text)
            seconds[name].append(time.process_time() - begun)
    return {name: taken[WARM:] for name, taken in seconds.items()}


class Floor:
    """The libraries called directly. Its analyser is its own: nothing is remembered for it."""

    def __init__(self, release: Release, *, each_clause: bool) -> None:
        self._analyser = Analyser(release.analyser.lexicon)
        self._model = load_sentences(release.encoder_path)
        self._nearest = release.space.nearest
        self._ranking = release.questions.keywords.ranking
        self._classifier = release.lists.classifier
        self._clauses = each_clause
        self("你好")

    def __call__(self, text: str) -> None:
        for features, vector in self._read(text):
            self._nearest.search(vector, MOST)
            known = [feature for feature in features if feature in self._ranking.vocab_dict]
            if known:
                self._ranking.get_scores(known)
            numbers, weights = self._classifier.vocabulary.weigh(features)
            shape = (1, len(self._classifier.weights))
            row = sp.csr_matrix((weights, numbers, [0, len(numbers)]), shape=shape)
            row @ self._classifier.weights

    def _read(self, text: str) -> list[tuple[Sequence[str], np.ndarray]]:
        whole = normalise(shorten(text))
        parts = clauses(whole) if self._clauses else ()
        read = [self._analyser.features(one) for one in (whole, *(parts if len(parts) > 1 else ()))]
        vectors = self._model.encode([" ".join(features) for features in read])
        return [(f, v[None]) for f, v in zip(read, vectors, strict=True)]


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


Say = Callable[[str], None]
