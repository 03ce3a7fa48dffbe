"""Processes run a few at a time, in groups of their own, and none of them is left behind."""

import multiprocessing
import os
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site import processes
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Job, Request, plan
from allocdoc.site.processes import Task


@pytest.fixture
def job(site_project: Path) -> Job:
    project = settings.load(site_project)
    request = Request(FORMATS["html"], project.languages, project.build / "html", 1)
    return plan(project, request)[0]


def run_code(code: str) -> int:
    try:
        exec(code, {"__name__": "code"})
    except SystemExit as end:
        return int(str(end.code))
    return 0


def python(job: Job, name: str, code: str) -> Task:
    folder = job.log.parent
    own = replace(job, log=folder / f"{name}.log", warnings=folder / f"{name}.warnings")
    return Task(own, partial(run_code, code), own.log)


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot fork")
    monkeypatch.setattr(processes, "METHOD", request.param)
    return str(request.param)


@pytest.mark.usefixtures("method")
def test_each_ends_with_its_code_its_time_and_its_log(job: Job) -> None:
    code = "import os, sys; print('ая', os.getcwd()); print('bad', file=sys.stderr); sys.exit(3)"
    (one,) = processes.run([python(job, "one", code)], at_once=2)
    assert one.code == 3
    assert 0 < one.seconds < 60
    lines = one.job.log.read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == ["bad", f"ая {job.root}"]


@pytest.mark.usefixtures("method")
def test_one_that_breaks_says_how(job: Job) -> None:
    (one,) = processes.run([python(job, "one", "1 / 0")], at_once=1)
    assert one.code == processes.BROKEN
    assert "ZeroDivisionError" in one.job.log.read_text(encoding="utf-8")


def test_there_is_nothing_to_read(job: Job) -> None:
    (one,) = processes.run([python(job, "one", "import os; print(os.read(0, 9))")], at_once=1)
    assert one.job.log.read_text(encoding="utf-8") == "b''\n"


def test_what_is_added_meanwhile_is_run_as_well(job: Job) -> None:
    tasks = [python(job, "one", ""), python(job, "two", "")]
    codes = []
    for one in processes.run(tasks, at_once=2):
        codes.append(one.code)
        if len(codes) == 2:
            tasks.append(python(job, "three", "import sys; sys.exit(3)"))
    assert codes == [0, 0, 3]


def test_no_more_run_than_allowed(job: Job, tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        f"own = pathlib.Path({str(tmp_path)!r}, 'run-' + str(time.time_ns()))\n"
        "own.touch(); time.sleep(0.2)\n"
        "print(len(list(own.parent.glob('run-*')))); own.unlink()\n"
    )
    tasks = [python(job, f"task-{number}", code) for number in range(5)]
    done = list(processes.run(list(tasks), at_once=2))
    assert {one.job.log for one in done} == {task.job.log for task in tasks}
    assert max(int(one.job.log.read_text(encoding="utf-8")) for one in done) <= 2


def gone(pid: int) -> bool:
    """Tell whether a process has ended (one that nobody waits for may stay as a zombie)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to see who still runs")
@pytest.mark.parametrize("stubborn", [False, True])
def test_closing_ends_the_process_and_what_it_started(
    job: Job, monkeypatch: pytest.MonkeyPatch, stubborn: bool
) -> None:
    monkeypatch.setattr(processes, "_GRACE", 0.3)
    ignore = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" if stubborn else ""
    say = f"{ignore}import os, subprocess, sys, time; print(os.getpid(), flush=True)\n"
    child = f"{say}time.sleep(60)"
    code = f"{say}subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    slow = python(job, "slow", code)
    log = slow.job.log

    def pids() -> list[int]:
        return list(map(int, log.read_text(encoding="utf-8").split())) if log.exists() else []

    wait_for_both = python(
        job,
        "quick",
        "import pathlib, time\n"
        f"log = pathlib.Path({str(log)!r})\n"
        "end = time.monotonic() + 30\n"
        "while len(log.read_text().split()) < 2 and time.monotonic() < end: time.sleep(0.01)\n",
    )
    with closing(processes.run([slow, wait_for_both], at_once=2)) as finished:
        assert next(finished).job.log.name == "quick.log"
        started = pids()
    assert len(started) == 2
    deadline = time.monotonic() + 5
    while not all(map(gone, started)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert all(map(gone, started))


def test_one_that_ends_by_itself_first_is_no_trouble() -> None:
    process = multiprocessing.Process(target=os.setsid)
    process.start()
    process.join()
    processes.send(process, 15)
    assert process.exitcode == 0


def test_where_there_are_no_groups_the_process_alone_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process = multiprocessing.Process(target=time.sleep, args=(60,))
    process.start()
    ended: list[bool] = []
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(process, "terminate", lambda: ended.append(True))
    processes.send(process, 15)
    monkeypatch.undo()
    process.kill()
    process.join()
    assert ended
