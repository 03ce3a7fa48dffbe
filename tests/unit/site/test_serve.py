"""The server, asked over real connections."""

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from allocdoc.site.serve import HOST, TYPES, ServeError, Server, listen


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("index.html", "ru/page.html", "ru/searchindex.js"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"это {name}", encoding="utf-8")
    for suffix in TYPES:
        (tmp_path / f"file{suffix}").write_bytes(b"x")
    return tmp_path


@pytest.fixture
def server(tree: Path) -> Iterator[Server]:
    with listen(tree, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(server: Server, path: str, how: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(HOST, server.server_port, timeout=10)
    connection.request(how, path)
    response = connection.getresponse()
    text = response.read().decode("utf-8")
    connection.close()
    return response, text


def test_it_is_reached_from_this_machine_alone(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


@pytest.mark.parametrize(
    ("path", "text"), [("/", "это index.html"), ("/ru/page.html?x=1", "это ru/page.html")]
)
def test_pages_are_served_fresh(server: Server, path: str, text: str) -> None:
    response, got = get(server, path)
    assert (response.status, got) == (200, text)
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("suffix", TYPES)
def test_every_file_has_its_type(server: Server, suffix: str) -> None:
    response, _ = get(server, f"/file{suffix}")
    wanted = TYPES[suffix]
    assert response.headers.get_content_type() == wanted
    assert (response.headers.get_content_charset() == "utf-8") == wanted.startswith("text/")


@pytest.mark.parametrize("path", ["/ru/", "/nowhere.html", "/../secret", "/%2e%2e/secret"])
def test_what_is_no_page_is_not_found(server: Server, tree: Path, path: str) -> None:
    (tree.parent / "secret").write_text("secret", encoding="utf-8")
    response, got = get(server, path)
    assert response.status == 404
    assert "secret" not in got.replace("File not found", "")


def test_what_is_no_page_gets_the_page_for_that(server: Server, tree: Path) -> None:
    page = "нет такой страницы"
    (tree / "404.html").write_text(page, encoding="utf-8")
    response, got = get(server, "/deep/er/nowhere.html")
    assert (response.status, got) == (404, page)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    response, got = get(server, "/nowhere.html", how="HEAD")
    assert (response.status, got) == (404, "")
    assert response.headers["Content-Length"] == str(len(page.encode()))
    assert get(server, "/", how="PUT")[0].status == 501


def test_it_says_nothing(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    get(server, "/")
    get(server, "/nowhere")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("error", [ConnectionResetError, BrokenPipeError])
def test_a_browser_that_hangs_up_is_no_error(
    server: Server, capfd: pytest.CaptureFixture[str], error: type[Exception]
) -> None:
    try:
        raise error
    except ConnectionError:
        server.handle_error(None, (HOST, 1))
    assert capfd.readouterr().err == ""


def test_another_error_is_reported(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError("x")
    except KeyError:
        server.handle_error(None, (HOST, 1))
    assert "KeyError" in capfd.readouterr().err


def test_nothing_built_yet(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"nothing built yet \(run allocdoc build html\)"):
        listen(tmp_path, 0)


def test_a_busy_port(tree: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=rf"^port {port}: .* \(try another with --port\)"):
            listen(tree, port)
