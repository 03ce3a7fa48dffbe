"""Build a format in several languages: examples once, then one process a language, then the root.

Invariant: whatever fails, fails again in the next build until it is mended. A language is left
alone only where its stamp holds and every example passes; after a failure it is read afresh, as
Sphinx says nothing of the warnings of pages that it does not read again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from allocdoc.settings import Settings
from allocdoc.site import findings, how_far, processes, root, search, sitemap, stamp
from allocdoc.site.examples import Verdict, verify
from allocdoc.site.findings import Finding
from allocdoc.site.fingerprint import Fingerprint, Inputs
from allocdoc.site.lock import alone
from allocdoc.site.place import remove_others, take_place
from allocdoc.site.plan import Job, Request, plan
from allocdoc.site.profile import Profile
from allocdoc.site.profile import read as read_timings
from allocdoc.site.runtime import Bundle

Progress = Callable[[str], None]
"""Told of each step, for a reader at a terminal."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one language's build went."""

    job: Job
    pages: int
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    unchanged: bool = False
    parts: Mapping[str, float] = field(default_factory=dict)
    """How many of the seconds went where, see `allocdoc.sphinxext.timings`, and to the search."""
    complete: bool = True
    """False where the process ended before it had written the pages; the old ones are kept."""
    indexed: bool = False
    """Whether the search index of these pages is known to be up to date."""

    @property
    def failed(self) -> bool:
        """Whether anything was wrong; a warning is enough."""
        return bool(self.findings)


@dataclass(frozen=True, slots=True)
class _Step:
    """A job that has to be done, and what its inputs were when that was found out."""

    job: Job
    fingerprint: Fingerprint
    fresh: bool
    """Nothing that an earlier build read is to be trusted."""
    partly: bool = False
    """The old pages are as they were written: those that stay the same can stay."""


def build(
    settings: Settings,
    request: Request,
    progress: Progress,
    show: Progress | None = None,
    profile: Profile | None = None,
) -> list[Outcome]:
    """Build what is asked for and return the outcomes in the order of the request's languages.

    Args:
        settings: The project.
        request: What to build.
        progress: Told of each step.
        show: Told again and again how far all languages are, and nothing at the end.
        profile: Told how long the parts took.

    Raises:
        AllocdocError: The request cannot be carried out at all.
    """
    profile = profile or Profile()
    bundle = Bundle.make(settings, request.runtime) if request.runtime else None
    values = [search.VALUE] if request.search else []
    values += [f"allocdoc_runtime={bundle.address}"] if bundle else []
    jobs = plan(settings, request, values)
    with alone(settings.build):
        with profile.part("examples"):
            verdict = verify(settings, request.processes, progress)
        with profile.part("inputs"):
            inputs = Inputs.read(
                settings, verdict.keys, [request.out], fonts=request.format.typeset
            )
            steps = {job: _step(job, inputs.of(job), request, verdict) for job in jobs}
        outcomes = {job: _unchanged(job) for job, step in steps.items() if step is None}
        todo = [step for step in steps.values() if step is not None]
        with profile.part("languages"):
            outcomes = _carry_out(todo, outcomes, inputs, verdict, request, progress, show)
        if request.format.rooted:
            with profile.part("around"):
                _write_around(settings, request, bundle, progress if todo else lambda _: None)
            with profile.part("search"):
                left = [job.language for job, outcome in outcomes.items() if not outcome.indexed]
                search.write(
                    *(request.search, request.out, settings.build / search.WORK, left, progress),
                    at_once=request.processes,
                )
    return [outcomes[job] for job in jobs]


def _write_around(
    settings: Settings, request: Request, bundle: Bundle | None, progress: Progress
) -> None:
    """Write what stands beside the languages' folders."""
    remove_others(settings, request.out)
    root.write(settings, request.out)
    if not sitemap.write(settings, request.out):
        progress("no sitemap.xml: tool.allocdoc.base_url is not set")
    if bundle:
        bundle.write(request.out)


def _step(job: Job, now: Fingerprint, request: Request, verdict: Verdict) -> _Step | None:
    """Return what has to be done for a job, or nothing."""
    last = stamp.read(job.stamp)
    if last is None or request.fresh:
        return _Step(job, now, fresh=True)
    if last.holds(now, job.output) and not verdict.failures:
        return None
    fresh = not now.trusts(last.fingerprint)
    return _Step(job, now, fresh, job.format.rooted and not fresh and last.is_whole(job.output))


def _unchanged(job: Job) -> Outcome:
    return Outcome(job, count(job), unchanged=True)


def _carry_out(
    steps: Sequence[_Step],
    unchanged: Mapping[Job, Outcome],
    inputs: Inputs,
    verdict: Verdict,
    request: Request,
    progress: Progress,
    show: Progress | None,
) -> dict[Job, Outcome]:
    """Build what has changed, and index pages for the search as soon as they are there."""
    outcomes = dict(unchanged)
    todo = {step.job: step for step in steps}
    for step in steps:
        _make_way(step)
    tasks: list[processes.Task] = []
    if todo:
        # Here, as a build that has nothing to do need not import Sphinx.
        from allocdoc.site import sphinx

        progress(f"building {', '.join(job.language.code for job in todo)}")
        sphinx.warm(next(iter(todo)).root)
        pages = None
        if processes.METHOD == "fork" and any(step.fresh for step in steps):
            pages = sphinx.parse(
                inputs.settings.root / "conf.py",
                inputs.settings.source,
                translated=any(job.language in inputs.settings.translations for job in todo),
            )
        tasks = [_task(step, partial(sphinx.build, pages=pages)) for step in steps]
        tasks += [task for job in unchanged for task in _indexing(job, request, inputs.settings)]

    def watch(running: Sequence[Job]) -> None:
        if show:
            show(how_far.line(list(todo), running, outcomes))

    with closing(processes.run(tasks, request.processes, watch)) as finished:
        for one in finished:
            if one.job in outcomes:  # Its pages are indexed; if not, `search.write` says why.
                outcomes[one.job] = _indexed(outcomes[one.job], one)
                continue
            outcomes[one.job] = outcome = _conclude(one, verdict)
            tasks += _indexing(one.job, request, inputs.settings)
            if not outcome.failed:
                _leave_stamp(todo[one.job], inputs)
            done = "failed" if outcome.failed else "done"
            progress(f"{one.job.language.code}: {done} after {one.seconds:.1f} s")
    if show:
        show("")
    return outcomes


def _make_way(step: _Step) -> None:
    for last in (step.job.stamp, step.job.warnings):
        last.unlink(missing_ok=True)
    shutil.rmtree(step.job.staging, ignore_errors=True)
    if step.partly:
        # No links: Sphinx writes into the files that are there.
        shutil.copytree(step.job.output, step.job.staging)


def _task(step: _Step, sphinx: Callable[[Sequence[str]], int]) -> processes.Task:
    call = partial(sphinx, step.job.arguments(fresh=step.fresh, partly=step.partly))
    return processes.Task(step.job, call, step.job.log)


def _indexing(job: Job, request: Request, settings: Settings) -> Iterator[processes.Task]:
    """Yield what brings the search index of a language up to date, if there shall be one."""
    if request.search:
        work = settings.build / search.WORK
        call = partial(search.bring, request.search, request.out, work, job.language)
        yield processes.Task(job, call, job.log.with_suffix(".search"))


def _indexed(outcome: Outcome, finished: processes.Finished) -> Outcome:
    parts = {**outcome.parts, "search": finished.seconds}
    return replace(outcome, parts=parts, indexed=finished.code == 0)


def _leave_stamp(step: _Step, inputs: Inputs) -> None:
    # The list of files that were read is new; the other keys are from before the build, so that
    # a file edited during it does not count as built.
    key = inputs.after(step.job, step.fingerprint)
    stamp.write(step.job.stamp, stamp.take(key, step.job.output))


def _conclude(finished: processes.Finished, verdict: Verdict) -> Outcome:
    job = finished.job
    said = job.warnings.read_text("utf-8", "replace") if job.warnings.is_file() else ""
    found = list(findings.read(said, job.root))
    found += [failure for failure in verdict.failures if failure not in found]
    # Sphinx ends with 1 after warnings and with 2 when it could not go on.
    complete = finished.code in (0, 1) and job.staging.is_dir()
    if finished.code != 0 and not found:
        what = f"{_shown(job.log, job.root)}: ERROR: sphinx-build ended with {finished.code}"
        found.append(Finding(what, is_error=True))
    if complete:
        take_place(job.output)
    else:
        shutil.rmtree(job.staging, ignore_errors=True)
    parts = read_timings(job.timings) if complete else {}
    return Outcome(job, count(job), tuple(found), finished.seconds, parts=parts, complete=complete)


def _shown(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def count(job: Job) -> int:
    """Return how many of the format's files the output holds, generated ones aside."""
    names = (path.relative_to(job.output) for path in job.output.rglob(f"*{job.format.suffix}"))
    return sum(
        not any(fnmatch(name.as_posix(), pattern) for pattern in job.format.generated)
        for name in names
    )
