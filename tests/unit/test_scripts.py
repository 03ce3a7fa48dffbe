"""The shell scripts behind `make`, run against stand-ins for the programs that they call."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"
SHELL = shutil.which("sh")
pytestmark = pytest.mark.skipif(os.name != "posix" or SHELL is None, reason="needs a POSIX shell")

SHIM = "echo 'pyenv: command not found' >&2; exit 127"
PYTHON = f"""case "$1" in
    -c | --version) exec {sys.executable} "$@" ;;
    *) echo "ran $*" ;;
esac"""
NO_ENSUREPIP = PYTHON.replace("exec", '[ "$2" = "import ensurepip" ] && exit 1; exec')
BASICS = ("dirname", "env", "rm", "tr")


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in BASICS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    (folder / "sh").symlink_to(str(SHELL))
    return folder


def put(folder: Path, **programs: str) -> None:
    for name, code in programs.items():
        path = folder / name.replace("_", "-").replace("python3-", "python3.")
        path.write_text(f"#!{SHELL}\n{code}\n", encoding="utf-8")
        path.chmod(0o755)


def run(
    folder: Path, script: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SHELL), str(SCRIPTS / script), *arguments],
        cwd=folder.parent,
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
    )


def test_a_shim_with_nothing_behind_it_is_passed_over(bin_folder: Path) -> None:
    put(bin_folder, python3_13=SHIM, python3_12=SHIM, python3=PYTHON)
    done = run(bin_folder, "venv.sh", ".venv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "ran -m venv .venv"


def test_a_python_that_is_too_old_is_passed_over(bin_folder: Path) -> None:
    put(bin_folder, python3="exit 1", python=PYTHON)
    assert run(bin_folder, "venv.sh", ".venv").stdout.endswith("ran -m venv .venv\n")


def test_no_python_says_what_to_install(bin_folder: Path) -> None:
    put(bin_folder, python3=SHIM)
    done = run(bin_folder, "venv.sh", ".venv")
    assert done.returncode == 2
    assert done.stderr.startswith("ERROR no Python 3.11, 3.12 or 3.13 found")
    assert "apt-get install python3 python3-venv" in done.stderr
    assert "brew install" in done.stderr


def test_a_python_that_is_named_is_taken_or_refused(bin_folder: Path) -> None:
    put(bin_folder, python3=PYTHON, mine=PYTHON.replace("ran", "mine ran"), bad=SHIM)
    done = run(bin_folder, "venv.sh", ".venv", PYTHON=str(bin_folder / "mine"))
    assert done.stdout.endswith("mine ran -m venv .venv\n")
    done = run(bin_folder, "venv.sh", ".venv", PYTHON="bad")
    assert done.returncode == 2
    assert "(got bad)" in done.stderr


def test_an_environment_that_works_is_kept(bin_folder: Path) -> None:
    inside = bin_folder.parent / ".venv" / "bin"
    inside.mkdir(parents=True)
    put(inside, python=PYTHON)
    done = run(bin_folder, "venv.sh", ".venv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_debian_leaves_out_is_named_or_installed(bin_folder: Path) -> None:
    put(bin_folder, python3=NO_ENSUREPIP)
    done = run(bin_folder, "venv.sh", ".venv")
    assert done.returncode == 2
    assert "sudo apt-get install python3-venv" in done.stderr

    put(bin_folder, id="echo 0", apt_get=f": > {bin_folder}/installed")
    once = f"[ -f {bin_folder}/installed ] || {{ [ \"$2\" = 'import ensurepip' ] && exit 1; }}\n"
    put(bin_folder, python3=once + PYTHON)
    done = run(bin_folder, "venv.sh", ".venv")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "Installing python3-venv"
    assert done.stdout.splitlines()[-1] == "ran -m venv .venv"


APT = 'echo "apt-get $*" >> log; [ "$1" != install ] || [ -f lists ] || exit 100; exit 0'
UPDATED = APT.replace("exit 0", '[ "$1" != update ] || : > lists; exit 0')


def log(folder: Path) -> list[str]:
    return (folder.parent / "log").read_text(encoding="utf-8").splitlines()


def test_old_lists_of_packages_are_fetched_again(bin_folder: Path) -> None:
    put(bin_folder, id="echo 0", apt_get=UPDATED)
    done = run(bin_folder, "apt-install.sh", "a", "b")
    assert done.returncode == 0
    install = "apt-get install --yes --quiet --no-install-recommends a b"
    assert log(bin_folder) == [install, "apt-get update --quiet", install]


def test_an_install_that_fails_fails(bin_folder: Path) -> None:
    put(bin_folder, id="echo 0", apt_get=APT)
    assert run(bin_folder, "apt-install.sh", "a").returncode == 100


@pytest.mark.parametrize(("sudo", "code"), [('shift; exec "$@"', 0), ("exit 1", 3)])
def test_who_is_not_root_needs_sudo_without_a_password(
    bin_folder: Path, sudo: str, code: int
) -> None:
    (bin_folder.parent / "lists").touch()
    put(bin_folder, id="echo 1000", apt_get=APT, sudo=sudo)
    (bin_folder / "true").symlink_to(str(shutil.which("true")))
    assert run(bin_folder, "apt-install.sh", "a").returncode == code


def test_without_apt_nothing_is_installed(bin_folder: Path) -> None:
    assert run(bin_folder, "apt-install.sh", "a").returncode == 3


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_missing_packages_are_named_and_fail_in_ci(bin_folder: Path, ci: str, code: int) -> None:
    only_one = '[ "$3" = libjemalloc2 ] && echo installed'
    put(bin_folder, chromium="", rustc=SHIM, dpkg_query=only_one)
    done = run(bin_folder, "system-packages.sh", CI=ci)
    assert done.returncode == code
    fonts = "fonts-noto-core fonts-noto-mono fonts-noto-cjk"
    tex = (
        "texlive-xetex texlive-lang-chinese texlive-lang-cyrillic texlive-lang-spanish "
        "texlive-fonts-recommended lmodern latexmk xindy"
    )
    wanted = f"rustc gettext npm epubcheck libjemalloc-dev {fonts} {tex}"
    assert done.stderr == f"Not installed: {wanted} (tests that need them are skipped)\n"


def test_the_books_say_which_fonts_could_not_be_installed(bin_folder: Path) -> None:
    put(bin_folder, dpkg_query='[ "$3" = fonts-noto-core ] && echo installed')
    done = run(bin_folder, "fonts.sh")
    assert done.returncode == 0
    assert done.stderr == "Not installed: fonts-noto-mono fonts-noto-cjk\n"


def test_missing_packages_are_installed_where_that_is_allowed(bin_folder: Path) -> None:
    (bin_folder.parent / "lists").touch()
    put(bin_folder, google_chrome="", rustc="", npm="", id="echo 0", apt_get=APT)
    assert run(bin_folder, "system-packages.sh", CI="true").returncode == 0
    assert log(bin_folder) == ["apt-get install --yes --quiet --no-install-recommends gettext"]


def test_nothing_is_done_where_nothing_is_missing(bin_folder: Path) -> None:
    put(bin_folder, chromium="", rustc="", msgmerge="", npm="", dpkg_query="echo installed")
    done = run(bin_folder, "system-packages.sh", CI="true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_the_html_checker_comes_from_npm(bin_folder: Path, ci: str, code: int) -> None:
    done = run(bin_folder, "html-checker.sh", CI=ci)
    assert done.returncode == code
    assert done.stderr.startswith("Not installed: vnu-jar, from npm")

    put(bin_folder, npm=f'echo "$*" >> {bin_folder}/asked; pwd >> {bin_folder}/asked')
    done = run(bin_folder, "html-checker.sh", CI=ci)
    assert (done.returncode, done.stderr) == (0, "")
    asked = (bin_folder / "asked").read_text().splitlines()
    assert asked[2].startswith("ci --ignore-scripts")
    assert asked[3].endswith("tests/browser")
