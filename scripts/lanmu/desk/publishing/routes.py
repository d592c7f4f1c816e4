"""What goes out and what stays; publishing, going back, and proving that readers get what was published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from lanmu.content import release_log
from lanmu.desk.context import PREFIX, Desk, Route, page, see, who
from lanmu.desk.jobs import Condition, Job
from lanmu.desk.publishing import work
from lanmu.releases.destination import chosen

HERE = f"{PREFIX}publishing/"
RESULT = f"{HERE}results/{{number}}"
WHO = "who"
"""In place of a field: the name of whoever works at this browser."""
SHOWN = 50
"""So many entries of the log are shown."""
TEMPLATES: Mapping[type[Any], str] = {
    work.Rehearsal: "rehearsal",
    work.Published: "published",
    work.Kept: "kept",
    work.Built: "built",
    work.Verified: "verified",
}


def overview(desk: Desk, request: Request) -> Response:
    """The targets, what can be done with each, and what was done."""
    entries = list(release_log.entries(desk.root))
    targets = [
        {
            "name": name,
            "wanted": wanted,
            "kind": work.kinds(wanted),
            "last": next((e for e in reversed(entries) if e.target == name and not e.broken_off), None),
        }
        for name, wanted in desk.project.settings().publish.targets.items()
    ]
    shown = entries[: -SHOWN - 1 : -1]
    return page(desk, request, "publishing/overview.html", section="publishing", targets=targets, entries=shown)


def start(title: str, function: Callable[..., Any], *fields: str) -> Callable[[Desk, Request, str], Response]:
    """A page that starts work on a target, with these fields of the form; it leads to the page of the job."""

    def endpoint(desk: Desk, request: Request, name: str) -> Response:
        name, wanted = chosen(desk.project.settings().publish, name)
        words = [who(request) if field == WHO else request.form.get(field, "") for field in fields]
        # One at a time for each target, whatever it is.
        key = f"publishing {name}"
        job = desk.jobs.start(
            key, title.format(name=name, kind=work.kinds(wanted)), RESULT, function, desk.root, name, *words
        )
        return see(f"{PREFIX}jobs/{job.number}")

    return endpoint


def build(desk: Desk, request: Request) -> Response:
    """Makes the site in the project's own folder."""
    edition = "internal" if request.form.get("edition") == "internal" else "public"
    title = "生成正式的网站" if edition == "public" else "生成内部版"
    job = desk.jobs.start(f"build {edition}", title, RESULT, work.build_here, desk.root, edition)
    return see(f"{PREFIX}jobs/{job.number}")


def result(desk: Desk, request: Request, number: int) -> Response:
    """The result of a job."""
    job = finished(desk, number)
    template = f"publishing/{TEMPLATES[type(job.result)]}.html"
    return page(desk, request, template, section="publishing", result=job.result)


def finished(desk: Desk, number: int) -> Job:
    """A job of this part that is done. Raises NotFound."""
    job = desk.jobs.get(number)
    if job is None or job.condition is not Condition.DONE or type(job.result) not in TEMPLATES:
        raise NotFound
    return job


ROUTES = (
    Route("publishing/", overview),
    Route("publishing/build", build, ("POST",)),
    Route("publishing/results/<int:number>", result),
    Route("publishing/<name>/rehearse", start("看看会登什么、换掉什么：{name}", work.rehearse, "password"), ("POST",)),
    Route("publishing/<name>/publish", start("发布到{name}", work.publish, "password", "content", WHO), ("POST",)),
    Route("publishing/<name>/kept", start("看{name}留着哪些版本", work.list_kept, "password"), ("POST",)),
    Route("publishing/<name>/roll-back", start("退回：{name}", work.roll_back, "password", "id", WHO), ("POST",)),
    Route("publishing/<name>/verify", start("核对读者看到的：{name}", work.verify), ("POST",)),
    Route("publishing/<name>/verify-folder", start("核对{name}的文件", work.verify_on_disk), ("POST",)),
)
