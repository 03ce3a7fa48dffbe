"""The server, asked over real connections: who is answered, with what, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

HOST = "127.0.0.1"
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A preview that runs."""

    root: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str, host: str = "") -> tuple[int, str, str]:
        """Return the status, the media type and the text of an answer."""
        connection = HTTPConnection(HOST, self.port, timeout=10)
        connection.request("GET", path, headers={"Host": host or f"{HOST}:{self.port}"})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, answer.headers.get("Content-Type", ""), text

    def live(self, language: str, page: str = "index.html", **headers: str) -> Any:
        origin = headers.pop("origin", f"http://{HOST}:{self.port}")
        address = f"ws://{HOST}:{self.port}/_preview/live?language={language}&page={page}"
        return connect(address, origin=origin, additional_headers=headers or None)


@contextmanager
def served(root: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "allocdoc", "serve", "--watch", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline().rsplit(":", 1)[1].strip(" /\n"))
            yield Served(root, port, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=10)


def workers(root: Path) -> list[int]:
    """Return the processes that build a project."""
    said = subprocess.run(["ps", "-wweo", "pid,args"], capture_output=True, text=True, check=True)
    lines = [line for line in said.stdout.splitlines() if "preview.worker" in line]
    return [int(line.split()[0]) for line in lines if str(root) in line]


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def hear(live: Any, state: str) -> dict[str, Any]:
    """Return the first news of a state."""
    while True:
        news: dict[str, Any] = json.loads(live.recv(timeout=PATIENCE))
        if news["state"] == state:
            return news


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def alone(site_project: Path) -> Path:
    """Return the root of a project in one language: what a test does not need costs time."""
    edit(site_project / "pyproject.toml", ', { code = "ru", name = "Русский" }', "")
    return site_project


def test_who_is_answered_with_what(site_project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    with served(site_project) as preview:
        status, kind, text = preview.get("/ru/second.html")
        assert (status, kind) == (503, "text/html; charset=utf-8")
        assert "Эта страница собирается впервые." in text
        with preview.live("ru") as live:
            hear(live, "ready")
        status, kind, text = preview.get("/ru/second.html")
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert "Предложение." in text
        assert f"ws://{HOST}:{preview.port}" in text
        built = site_project / "build/preview/html/ru/second.html"
        assert "_preview" not in built.read_text(encoding="utf-8")
        assert preview.get("/ru/second.html", f"localhost:{preview.port}")[0] == 200
        assert preview.get("/ru/second.html", "evil.example")[0] == 400
        assert preview.get("/ru/_static/allocdoc.css")[1].startswith("text/css")
        assert preview.get("/_preview/preview.js")[1].startswith("text/javascript")
        assert preview.get("/_preview/words.py")[0] == 404
        assert preview.get("/ru/")[0] == 200
        assert preview.get("/ru")[0] == 307
        assert preview.get("/ru/nothing.css")[0] == 404
        status, _, text = preview.get("/ru/nothing.html")
        assert (status, "preview.js" in text) == (404, True)
        for path in ("/../../../../secret.html", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.html"):
            assert "secret" not in preview.get(path)[2]
        for language, headers in (
            ("xx", {}),
            ("ru", {"origin": "http://evil.example"}),
            ("ru", {"origin": "http://evil.example", "Host": "evil.example"}),
        ):
            with pytest.raises(InvalidStatus), preview.live(language, **headers):
                pass
        root = preview.get("/")
        assert root[0] == 200
        assert "second.html" not in root[2]


def test_the_search_is_made_when_it_is_asked_for(alone: Path) -> None:
    index = alone / "build/preview/html/_search/en/pagefind-entry.json"
    with served(alone) as preview, preview.live("en") as live:
        hear(live, "ready")
        assert not index.exists()
        assert preview.get("/_search/en/pagefind-entry.json")[0] == 200
        made = index.stat().st_mtime_ns
        assert preview.get("/_search/en/pagefind-entry.json")[0] == 200
        edit(alone / "docs/second.md", "A sentence.", "Another one.")
        hear(live, "building")
        hear(live, "ready")
        assert index.stat().st_mtime_ns == made
        preview.get("/_search/en/pagefind-entry.json")
        assert index.stat().st_mtime_ns > made


def test_a_killed_process_and_a_removed_folder_are_made_up_for(alone: Path) -> None:
    with served(alone) as preview, preview.live("en", "second.html") as live:
        hear(live, "ready")
        until(lambda: len(workers(alone)) > 0)
        for process in workers(alone):
            os.kill(process, signal.SIGKILL)
        edit(alone / "docs/second.md", "A sentence.", "Another one.")
        hear(live, "building")
        hear(live, "ready")
        assert "Another one." in preview.get("/en/second.html")[2]
        for path in (alone / "build/preview/html").iterdir():
            subprocess.run(["rm", "-rf", path], check=True)
        assert preview.get("/en/second.html")[0] == 503
        hear(live, "building")
        hear(live, "ready")
        assert "Another one." in preview.get("/en/second.html")[2]


def test_a_process_that_keeps_ending_is_said_once(alone: Path) -> None:
    conf = alone / "conf.py"
    good = conf.read_text(encoding="utf-8")
    with served(alone) as preview, preview.live("en") as live:
        hear(live, "ready")
        conf.write_text(f"{good}\nimport os\nos._exit(3)\n", encoding="utf-8")
        (found,) = hear(live, "failed")["found"]
        log = "build/preview/logs/html-en.log"
        assert found["text"] == f"{log}: the build ended without a word (want its last lines)"
        conf.write_text(good, encoding="utf-8")
        assert hear(live, "ready")["found"] == []


def test_settings_that_stay_broken_are_said_by_each_build(alone: Path) -> None:
    settings, page = alone / "pyproject.toml", alone / "docs/second.md"
    with served(alone) as preview, preview.live("en") as live:
        hear(live, "ready")
        edit(settings, "[tool.allocdoc]", "[tool.allocdoc")
        hear(live, "failed")
        for number in (1, 2):  # a process that waits has read them before
            page.write_text(f"# Number {number}\n", encoding="utf-8")
            time.sleep(1)
        with preview.live("en") as another:
            (found,) = hear(another, "failed")["found"]
        assert found["text"].startswith("pyproject.toml: not valid TOML")
        edit(settings, "[tool.allocdoc", "[tool.allocdoc]")
        assert hear(live, "ready")["found"] == []
        assert "Number 2" in preview.get("/en/second.html")[2]


def test_languages_come_and_go(site_project: Path) -> None:
    settings = site_project / "pyproject.toml"
    with served(site_project) as preview, preview.live("en") as live:
        hear(live, "ready")
        edit(settings, '{ code = "ru", name = "Русский" }', '{ code = "es", name = "Español" }')
        until(lambda: preview.get("/es/index.html")[0] != 404)
        with preview.live("es") as other:
            hear(other, "ready")
        until(lambda: 'hreflang="es"' in preview.get("/en/index.html")[2])
        with pytest.raises(InvalidStatus), preview.live("ru"):
            pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_process_outlives_it(alone: Path, number: int) -> None:
    slow = "import time; time.sleep(60)"
    edit(alone / "examples/adding.py", "# Add them.", f"{slow}\n    # Add them.")
    with served(alone) as preview, preview.live("en"):
        until(lambda: len(workers(alone)) >= 2)
        time.sleep(0.5)
        preview.process.send_signal(number)
        assert preview.process.wait(timeout=20) == 0  # far less than the 60 s of the example
        assert workers(alone) == []
        running = subprocess.run(
            ["ps", "-wweo", "args"], capture_output=True, text=True, check=True
        )
        assert str(alone) not in running.stdout


def test_what_stands_in_the_way_is_said(alone: Path) -> None:
    def told(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "allocdoc", "serve", "--watch", *arguments]
        done = subprocess.run(
            command, cwd=alone, capture_output=True, text=True, timeout=20, check=False
        )
        return done.returncode, done.stderr

    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        status, said = told("--port", str(port))
        assert status == 2
        assert f"ERROR port {port}: " in said
        assert "try another with --port" in said
    with served(alone):
        status, said = told("--port", "0")
        assert status == 2
        assert "another preview is running" in said
    status, said = told("--out", "x")
    assert status == 2
    assert "--watch has a folder of its own" in said
    (alone / "conf.py").unlink()
    status, said = told("--port", "0")
    assert status == 2
    assert "conf.py: no such file" in said


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from allocdoc.site import preview

    preview.require()
    monkeypatch.setattr(preview, "find_spec", lambda name: None if name == "starlette" else name)
    with pytest.raises(preview.MissingPartError, match="needs starlette \\(pip install"):
        preview.require()
