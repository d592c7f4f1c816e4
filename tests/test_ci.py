"""The workflow of the hosted CI and the pre-commit hook do what they say, with what is here."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from conftest import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"


def workflow() -> dict[str, Any]:
    loaded = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def test_every_action_is_pinned_by_hash_with_its_version() -> None:
    uses = [name for file in WORKFLOW.parent.iterdir() for name in re.findall(r"uses: (.+)", file.read_text("utf-8"))]
    assert len(uses) >= 9
    assert [name for name in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", name)] == []


def test_permissions_are_the_least() -> None:
    loaded = workflow()
    assert loaded["permissions"] == {"contents": "read"}
    assert loaded["jobs"]["site"]["permissions"] == {"contents": "read", "security-events": "write"}
    assert "permissions" not in loaded["jobs"]["test"]
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_three_systems_run_the_test_command_of_the_readme() -> None:
    job = workflow()["jobs"]["test"]
    assert job["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert any(step.get("run", "").startswith("python scripts/test.py") for step in job["steps"])


def test_pages_are_put_on_line_by_hand_after_the_checks() -> None:
    loaded = yaml.safe_load(WORKFLOW.with_name("pages.yml").read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as true.
    assert loaded[True] == {"workflow_dispatch": None}
    assert loaded["permissions"] == {"contents": "read"}
    assert loaded["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    runs = [step["run"].split()[1] for step in loaded["jobs"]["build"]["steps"] if "run" in step]
    assert runs == ["scripts/check_structure.py", "scripts/build.py", "scripts/check_links.py"]


@pytest.mark.parametrize("script", ["check_structure.py", "check_links.py"])
@pytest.mark.parametrize("form", ["sarif", "junit"])
def test_both_checks_write_their_reports(script: str, form: str) -> None:
    runs = [step["run"] for step in steps() if script in step.get("run", "")]
    assert len(runs) == 1
    assert f"--report {form}=out/" in runs[0]


def test_every_script_that_ci_runs_is_there() -> None:
    text = WORKFLOW.read_text(encoding="utf-8") + (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"scripts/\w+\.py", text))
    assert {"scripts/test.py", "scripts/build.py"} < named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_wheels_are_cached() -> None:
    setups = [step for step in steps() if step.get("uses", "").startswith("actions/setup-python")]
    assert len(setups) == 3
    assert all(step["with"]["cache"] == "pip" for step in setups)


def test_the_hook_before_a_commit_checks_what_changed() -> None:
    loaded = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = loaded["repos"][0]["hooks"]
    assert hook["entry"].endswith("check_structure.py --changed")
    assert not hook["pass_filenames"]
    assert re.match(hook["files"], "docs/bulletins/a.md")
