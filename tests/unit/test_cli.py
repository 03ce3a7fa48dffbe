"""The command line: arguments, what is printed where, exit codes, and how it is stopped."""

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner, Result

from allocdoc import __version__, cli
from allocdoc.cli import output
from allocdoc.errors import AllocdocError
from allocdoc.examples.rust import find_rustc
from allocdoc.site import build as site_build

COMMANDS = ["assemble", "build", "check", "run", "serve", "status", "test", "update"]


@pytest.fixture
def project(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(site_project)
    return site_project


def failing(project: Path, name: str = "adding") -> Path:
    """Make an example that expects 3 where 2 comes back."""
    text = (project / "examples/adding.py").read_text(encoding="utf-8")
    path = project / "examples" / f"{name}.py"
    path.write_text(text.replace("\n2\n", "\n3\n"), encoding="utf-8")
    return path


def allocdoc(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, prog_name="allocdoc")


def test_the_version() -> None:
    assert allocdoc("--version").output == f"allocdoc {__version__}\n"


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_shows_an_example(arguments: list[str], option: str) -> None:
    done = allocdoc(*arguments, option)
    assert done.exit_code == 0
    assert re.search(rf"Examples?:\n\n +allocdoc {' '.join(arguments)}", done.output)


def test_help_is_quick() -> None:
    code = "import sys, allocdoc.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sphinx", "docutils", "jinja2", "babel", "http.server", "allocdoc.examples"}
    assert not heavy & set(done.stdout.split())


def test_the_module_is_the_same_command() -> None:
    command = [sys.executable, "-m", "allocdoc", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"allocdoc {__version__}\n"


def test_importing_the_module_runs_nothing() -> None:
    command = [sys.executable, "-c", "import sys, allocdoc.__main__; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not {"click", "allocdoc.cli"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], "No such command 'biuld'"),
        (["build"], "Missing argument 'FORMAT...'"),
        (["build", "hmtl"], "'hmtl' is not one of 'html', 'pdf', 'epub', 'latex', 'gettext'"),
        (["build", "html", "-j", "0"], "0 is not in the range x>=1"),
        (["build", "html", "-l"], "Option '-l' requires an argument"),
        (["build", "html", "-l", "xx"], "ERROR unknown language (got xx, want one of en, ru)"),
        (["build", "gettext", "-l", "ru"], "ERROR unknown language (got ru, want en)"),
        (["build", "html", "-o", "conf.py"], "is a file"),
        (["build", "html", "-o", "docs"], "overlaps with"),
        (["build", "html", "epub", "-o", "both"], "--out takes one FORMAT"),
        (["serve", "-p", "65536"], "65536 is not in the range 0<=x<=65535"),
        (["serve", "extra"], "unexpected extra argument (extra)"),
        (["serve"], "build/html: nothing built yet (run allocdoc build html)"),
        (["run"], "Missing argument 'NAME'"),
        (["run", "addin"], "ERROR unknown example (got addin, want adding?)"),
        (["run", "zzz"], "ERROR unknown example (got zzz, want one of adding, only_rust)\n"),
        (["run", "adding", "--rust"], "ERROR example adding has no .rs file\n"),
        (["test", "only_rust"], "ERROR example only_rust has no .py file\n"),
        (
            ["test", "adding", "zzz"],
            "ERROR unknown example (got zzz, want one of adding, only_rust)\n",
        ),
        (["run", "examples/addin.py"], "ERROR unknown example (got addin, want adding?)"),
        (["test", "--what"], "No such option '--what'"),
    ],
)
def test_wrong_arguments(project: Path, arguments: list[str], message: str) -> None:
    rust(project, "only_rust")
    done = allocdoc(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [["build", "html"], ["serve"], ["run", "x"], ["test"]])
def test_outside_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = allocdoc(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"ERROR {tmp_path}: no pyproject.toml")
    assert len(done.stderr.splitlines()) == 1


def test_a_build_says_one_line_a_language(project: Path) -> None:
    done = allocdoc("build", "html", "-j", "2")
    assert done.exit_code == 0
    assert done.stderr == ""
    en, ru = done.stdout.splitlines()
    assert re.fullmatch(r"en     2 pages   0 warnings   +\d+\.\d s   build/html/en", en)
    assert re.fullmatch(r"ru     2 pages   0 warnings   +\d+\.\d s   build/html/ru", ru)

    done = allocdoc("build", "html", "-l", "ru")
    assert (done.exit_code, done.stdout) == (0, "ru     2 pages   unchanged   build/html/ru\n")


def test_a_build_shows_each_problem_once_and_fails(project: Path) -> None:
    (project / "docs/index.md").write_text("# A\n\n[x](nowhere.md)\n", encoding="utf-8")
    (project / "docs/second.md").write_text("---\norphan: true\n---\n# B\n", encoding="utf-8")
    done = allocdoc("build", "html", "-o", "public")
    assert done.exit_code == 1
    heading, *problems = done.stderr.splitlines()
    assert heading == "all languages:"
    assert len(problems) == 1
    assert problems[0].startswith("  docs/index.md:3: WARNING: ")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == ["public/en", "public/ru"]
    assert done.stdout.count("1 warning ") == 2


def test_fresh_builds_what_has_not_changed(project: Path) -> None:
    allocdoc("build", "gettext")
    assert "unchanged" in allocdoc("build", "gettext").stdout
    assert "unchanged" not in allocdoc("build", "gettext", "--fresh").stdout


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(click, "echo", lambda text, **_: said.append(click.unstyle(text)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    output.progress()("quiet")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    output.progress()("building ru")
    assert said == ["building ru"]


def test_a_line_that_changes_fits_and_goes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((12, 24)))
    monkeypatch.delenv("TERM", raising=False)
    terminal = output.progress()
    terminal.show("en reading 10 %")
    terminal.show("en reading 10 %")
    terminal("en: done")
    clean = "\x1b[K"
    said = click.unstyle(capsys.readouterr().err.replace(clean, "<clean>"))
    assert said == "\ren reading…<clean>\r<clean>en: done\n"

    monkeypatch.setenv("TERM", "dumb")
    terminal.show("en reading 20 %")
    assert capsys.readouterr().err == ""


def test_where_the_time_went(project: Path) -> None:
    said = allocdoc("build", "gettext", "--profile").stdout.splitlines()
    assert said[0].split()[0] == "en"
    assert said[1].startswith("examples ")
    assert said[2].startswith("language ")
    assert said[3].split()[0] == "en"
    # What is quick could not say it.
    assert "examples" in allocdoc("build", "gettext", "--profile").stdout


def test_a_path_outside_the_current_folder_is_shown_whole(project: Path) -> None:
    assert output.shown(project / "build") == "build"
    assert output.shown(project.parent) == str(project.parent)


class Refusal(AllocdocError):
    exit_code = 7


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (Refusal("a.po:3: bad (got x, want y)"), 7, "ERROR a.po:3: bad (got x, want y)\n"),
        (PermissionError(13, "Permission denied", "/x"), 2, "ERROR /x: Permission denied\n"),
        (OSError("no space"), 2, "ERROR no space\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
    ],
)
def test_errors_become_a_line_and_a_code(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    message: str,
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(site_build, "build", refuse)
    done = allocdoc("build", "html")
    assert (done.exit_code, done.stdout, done.stderr) == (code, "", message)


def test_a_console_without_the_letters_is_no_error(project: Path) -> None:
    example = failing(project, "rus")
    text = example.read_text(encoding="utf-8").replace("\n3\n", "\n'П'\n")
    example.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "allocdoc", "test", "rus"],
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        encoding="latin-1",
    )
    assert done.returncode == 1
    assert r"\u041f" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stream_of_another_kind_is_left_alone() -> None:
    stream = io.StringIO()
    cli._never_fail_to_encode(stream)
    assert stream.write("П") == 1


def test_a_reader_that_goes_away_is_no_traceback(project: Path) -> None:
    command = [sys.executable, "-m", "allocdoc", "run", "adding"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_run_prints_the_session(project: Path) -> None:
    done = allocdoc("run", "adding")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == ">>> total(1, 1)\n2\n"


def test_run_shows_what_failed(project: Path) -> None:
    failing(project)
    done = allocdoc("run", "adding")
    assert done.exit_code == 1
    assert done.stderr.startswith("examples/adding.py:3")


def test_test_counts_and_succeeds(project: Path) -> None:
    done = allocdoc("test")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "1 example, 1 check: all passed\n"


def test_test_shows_what_failed(project: Path) -> None:
    failing(project, "wrong")
    done = allocdoc("test")
    assert done.exit_code == 1
    assert done.stderr.startswith("examples/wrong.py:3")
    assert done.stdout == "2 examples, 2 checks: 1 example failed\n"
    assert allocdoc("test", "adding").stdout == "1 example, 1 check: all passed\n"


def test_update_writes_what_came_back(project: Path) -> None:
    example = failing(project, "wrong")
    done = allocdoc("test", "--update")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "updated wrong\n2 examples, 2 checks: all passed\n"
    assert example.read_bytes() == (project / "examples/adding.py").read_bytes()
    assert allocdoc("test", "--update").stdout == "2 examples, 2 checks: all passed\n"


def rust(project: Path, name: str, printed: str = "4") -> Path:
    path = project / "examples" / f"{name}.rs"
    path.write_text(
        '//@ run-pass\n\nfn main() {\n    println!("{}", 2 + 2);\n}\n', encoding="utf-8"
    )
    output = path.with_name(f"{path.name}.stdout")
    output.write_text(f"{printed}\n", encoding="utf-8")
    return output


@pytest.mark.rust
@pytest.mark.skipif(find_rustc() is None, reason="no rustc")
def test_rust_programs_are_compiled_and_run(project: Path) -> None:
    output = rust(project, "only_rust", printed="5")
    done = allocdoc("run", "only_rust", "--rust")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("examples/only_rust.rs.stdout:1: ")
    done = allocdoc("test", "--rust", "--update")
    assert done.stdout == "updated only_rust\n1 Rust example: all passed\n"
    assert output.read_text(encoding="utf-8") == "4\n"
    done = allocdoc("run", "only_rust", "--rust")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "4\n", "")


def test_rust_without_a_compiler(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rust(project, "only_rust")
    monkeypatch.setenv("PATH", str(project))
    done = allocdoc("test", "--rust")
    assert done.exit_code == 2
    assert done.stderr == "ERROR rustc: none found that runs (want one: apt-get install rustc)\n"


def wait_for(path: Path, text: str = "") -> None:
    deadline = time.monotonic() + 30
    while not (path.exists() and text in path.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


@pytest.mark.skipif(os.name != "posix", reason="signals to processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_the_children(project: Path, number: signal.Signals) -> None:
    started = project / "build" / "pid"
    with (project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(
            "import os, pathlib, time\n"
            f"pathlib.Path({str(started)!r}).write_text(f'{{os.getpid()}}.')\n"
            "time.sleep(60)\n"
        )
    command = [sys.executable, "-m", "allocdoc", "build", "html", "-l", "en"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        wait_for(started, ".")
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "stopped\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text(encoding="utf-8").rstrip(".")), 0)


def test_serve_answers_until_it_is_stopped(project: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "index.html").write_text("здесь", encoding="utf-8")
    command = [sys.executable, "-m", "allocdoc", "serve", "-o", str(tree), "-p", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address, hint = process.stdout.readline().strip(), process.stdout.readline()
        with urlopen(address) as response:
            assert response.read().decode() == "здесь"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    assert (process.returncode, out, err) == (0, "", "stopped\n")
    assert hint == "Ctrl-C stops it\n"


def test_serve_on_a_busy_port(project: Path) -> None:
    out = project / "build" / "html"
    out.mkdir(parents=True)
    shutil.copy(project / "docs/index.md", out / "index.html")
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = allocdoc("serve", "-p", str(other.getsockname()[1]))
    assert done.exit_code == 2
    assert re.match(r"ERROR port \d+: .* \(try another with --port\)\n", done.stderr)


def test_serve_opens_a_browser_when_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = project / "build" / "html"
    out.mkdir(parents=True)
    (out / "index.html").touch()
    opened: list[str] = []

    def launch(address: str) -> None:
        opened.append(address)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(click, "launch", launch)
    done = allocdoc("serve", "-p", "0", "--open")
    assert done.exit_code == 0
    assert opened == [done.stdout.splitlines()[0]]


def test_several_formats_end_with_the_pages_that_link_to_the_others(project: Path) -> None:
    with (project / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('version = author = copyright = "1"\n')  # an EPUB has them
    done = allocdoc("build", "html", "epub", "html", "-l", "ru")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[-1] for line in lines] == ["build/epub/ru", "build/html/ru"]
    assert len(list(project.glob("build/epub/ru/*.epub"))) == 1
    assert len(list(project.glob("build/html/ru/*-ru.epub"))) == 1
    assert "unchanged" in allocdoc("build", "html", "-l", "ru").stdout
    (project / "build/epub/ru").rename(project / "build/epub/gone")
    assert "unchanged" not in allocdoc("build", "html", "-l", "ru").stdout
    assert not list(project.glob("build/html/ru/*.epub"))
