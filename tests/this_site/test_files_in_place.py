"""The data files of this site lose no remark when items of their lists go or move on the desk."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from lanmu.desk.yaml_in_place import YamlInPlace


@pytest.mark.parametrize("name", ["campaign.yml", "columns.yml", "genres.yml", "glossary.yml", "terms.yml"])
def test_the_site_s_own_files_lose_nothing_when_items_go_or_move(name: str) -> None:
    data = (ROOT / "docs" / name).read_bytes()
    remark = re.compile(r"^ {0,2}# ?\S.*", re.MULTILINE)
    remarks = remark.findall(data.decode())
    whole = YamlInPlace(data, name)
    for key in [key for key, value in whole.old.items() if isinstance(value, list) and len(value) > 1]:
        moved = YamlInPlace(data, name)
        moved.fields[key].insert(0, moved.fields[key].pop())
        moved.fields[key].pop(1)
        after = moved.written().decode()
        assert YamlInPlace(after.encode(), name).old == moved.fields
        assert remark.findall(after) == remarks
