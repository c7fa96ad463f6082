"""A project with a stand-in for Rasa's Python: it notes how often it is run, answers as ready,
and will not end when asked to.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.rasa_process import RasaProcess

STAND_IN = """
import http.server, os, pathlib, signal, subprocess, sys

module = sys.argv[sys.argv.index("-m") + 1]
given = dict(zip(sys.argv, sys.argv[1:]))
here = pathlib.Path(__file__).parent
with (here / "runs").open("a") as runs:
    runs.write(module + "\\n")
if (here / "broken").exists():
    sys.exit(3)
if module == "assistant.bot.training":
    pathlib.Path(given["--model"]).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(given["--model"]).write_text("model")
    sys.exit(0)

signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worst case
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
(here / "pids").write_text(f"{os.getpid()} {child.pid}")
token = os.environ["WENZHENG_RASA_TOKEN"]
ready = not (here / "never").exists()

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["authorization"] == "Bearer " + token
        self.send_response(200 if ready and known and self.path == "/webhooks/rest/" else 503)
        self.end_headers()
    def log_message(self, *words): pass

http.server.HTTPServer(("127.0.0.1", int(given["--port"])), Handler).serve_forever()
"""


def project(tmp_path: Path) -> Path:
    """A project with just what the fingerprint reads, and a stand-in for Rasa's Python."""
    for name in ("config.yml", "domain.yml", "flow.py", "training.py"):
        path = tmp_path / "assistant" / "bot" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "nlu_data" / "acts").mkdir(parents=True)
    (tmp_path / "nlu_data" / "acts" / "greet.yml").write_text("says: [hi]")
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/stand_in.py" "$@"\n')
    python.chmod(0o755)
    return tmp_path


def server(root: Path) -> RasaProcess:
    return RasaProcess(
        root,
        root / "python",
        model=root / "model.tar.gz",
        actions_url="http://127.0.0.1:9/webhook",
        token="for-tests",
    )


def runs(root: Path) -> int:
    return len((root / "runs").read_text().split())


def gone(pid: int) -> bool:
    """Whether the process ended; one that waits for its parent to notice counts as ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def pids(root: Path) -> list[int]:
    """Of the server started last, and of its child."""
    return [int(pid) for pid in (root / "pids").read_text().split()]
