"""The desk's way to publish: looked at first, then exactly that is published; going back; what is asked of whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lanmu.desk.jobs import Condition, Job
from lanmu.desk.publishing import work
from lanmu.diagnostics.errors import UserError
from support.builders import NEWS
from support.desk import Asked, desk_of
from support.reviewing import review_everything

TARGET = """
[publish.web]
kind = "folder"
folder = "{folder}"
address = "https://www.example.org/zhuanti"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The desk of a project whose articles are reviewed, with a folder to publish to, and the user's own folder for keys."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    desk = desk_of(tmp_path / "project")
    review_everything(desk.root)
    with (desk.root / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(TARGET.format(folder=(tmp_path / "web").as_posix()))
    return desk


def shown(desk: Asked, result: Any) -> str:
    """The page of a result."""
    job = Job(900, "", "", "")
    job.condition, job.result = Condition.DONE, result
    desk.desk.jobs.jobs[900] = job
    answer = desk.get("publishing/results/900")
    assert answer.status_code == 200
    return answer.text


def test_what_was_looked_at_is_what_is_published(desk: Asked, tmp_path: Path) -> None:
    job = desk.ended(desk.post("publishing/web/rehearse"))
    assert job.problem == ""
    page = desk.client.get(job.next).text
    assert "《各支部开展培训》 news/2008-10-20-peixun/" in page
    assert "公钥是" in page
    assert not (tmp_path / "web").exists()
    first = job.result

    article = desk.root / "docs" / NEWS
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("draft: true\n", "") + "\n又写了一句。\n", encoding="utf-8")
    with pytest.raises(UserError, match="请再看一遍"):
        work.publish(desk.root, "web", "", first.content)
    assert not (tmp_path / "web" / "current").exists()
    again = work.rehearse(desk.root, "web", "")
    page = shown(desk, again)
    assert f"/_desk/writing/?path={NEWS}" in page
    assert "审后有改动" in page

    article.write_text(text, encoding="utf-8")
    published = work.publish(desk.root, "web", "", first.content, "张三")
    assert (tmp_path / "web" / "current" / "index.html").is_file()
    assert published.id in shown(desk, published)
    assert published.id in desk.get("publishing/").text
    before = (desk.root / "lanmu.toml").read_text(encoding="utf-8")
    assert "把公钥记在设置里" in desk.get("settings/publish").text
    assert desk.post("settings/public-key").headers["Location"].endswith("settings/publish?saved=1")
    assert "把公钥记在设置里" not in desk.get("settings/publish").text
    noted = (desk.root / "lanmu.toml").read_text(encoding="utf-8")
    assert [line for line in noted.splitlines() if line not in before.splitlines() and "public_key" not in line] == [
        "[publish]"
    ]
    assert "张三" in desk.get("publishing/").text
    assert "不用发布" in shown(desk, work.rehearse(desk.root, "web", ""))

    article.unlink()
    work.publish(desk.root, "web", "", work.rehearse(desk.root, "web", "").content)
    listing = work.list_kept(desk.root, "web", "")
    assert [release.is_shown for release in listing.releases] == [True, False]
    assert "《各支部开展培训》" in shown(desk, listing)
    back = work.roll_back(desk.root, "web", "", listing.releases[1].id)
    assert back.id == published.id
    (tmp_path / "web" / "current" / "index.html").write_text("改过", encoding="utf-8")
    assert "VER" in shown(desk, work.verify_on_disk(desk.root, "web"))


def test_the_site_is_made_here_for_the_address_of_the_target(desk: Asked) -> None:
    built = work.build_here(desk.root, "public")
    assert "https://www.example.org/zhuanti/" in (desk.root / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert built.summary in shown(desk, built)
    settings = desk.root / "lanmu.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("\n[publish.web]")[0], encoding="utf-8")
    assert "还没有写往哪里发布" in desk.get("publishing/").text


@pytest.mark.parametrize("address", ["publishing/other/publish", "publishing/..%2Fx/rehearse", "publishing/<b>/kept"])
def test_a_target_that_is_none_is_a_sentence(desk: Asked, address: str) -> None:
    answer = desk.post(address)
    assert answer.status_code in (404, 422)
    assert desk.desk.jobs.running() == []
    assert "<b>" not in answer.text


def test_there_is_no_result_before_the_job_is_done(desk: Asked) -> None:
    desk.desk.jobs.jobs[901] = Job(901, "", "", "")
    assert desk.get("publishing/results/901").status_code == 404
    assert desk.get("publishing/results/7").status_code == 404
