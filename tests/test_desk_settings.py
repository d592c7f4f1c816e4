"""栏目与活动 on the desk: what forms show and write, what they refuse, what stays as it was in the files."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.content.fingerprint import digest
from lanmu.desk.forms import sent
from lanmu.desk.settings.editing import opened
from lanmu.desk.settings.form import Editing
from lanmu.desk.settings.parts import PARTS
from lanmu.desk.settings.places import fingerprint
from lanmu.desk.settings.toml_in_place import TomlInPlace
from lanmu.desk.versions import store
from lanmu.desk.yaml_in_place import YamlInPlace
from lanmu.diagnostics.errors import ContentError, UserError
from support.desk import Asked
from werkzeug.test import TestResponse

SETTINGS = """# 本站的设置。

[site]
name = "某专题"
publisher = "某工会"
contact = ""                  # 页脚“联系方式”，例如办公室和座机
indent = true                 # 每段开头空两格

# 配色；不写就是红金一套。
# [site.look]
# main = "#1a6244"            # 主色

[review]
columns = ["dated"]

[print.bulletin]
name = ""     # 简报的名称
up = []       # 报：上级单位
# copies = 60 # 印数

[print.board]
size = "A3"     # 宣传栏的大小

# 往哪里发布。
# [publish]
# public_key = ""
"""
HEADING = "\n# 标题：单位\nunits:"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(copy_project(tmp_path_factory.mktemp("settings") / "project", SITES / "hospital"))


@pytest.fixture
def desk(project: Asked) -> Asked:
    """The desk of the hospital's campaign; its files are as they were in each test."""
    for name in ("campaign.yml", "columns.yml"):
        file = project.root / "docs" / name
        text = (SITES / "hospital" / name).read_text(encoding="utf-8")
        if name == "campaign.yml":
            text = text.replace("\nunits:", HEADING).replace("\nphases:", "\n\n# 标题：阶段\nphases:")
        file.write_text(text, encoding="utf-8")
    for name in ("glossary.yml", "terms.yml", "genres.yml"):
        (project.root / "docs" / name).unlink(missing_ok=True)
    (project.root / "lanmu.toml").write_text(SETTINGS, encoding="utf-8")
    return project


def text_of(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def file_of(desk: Asked, name: str) -> Path:
    return desk.root / name if name == "lanmu.toml" else desk.root / "docs" / name


def filled(desk: Asked, file: str, at: str, **values: object) -> dict[str, object]:
    """What a browser sends of a form with these values changed."""
    editing = Editing(desk.desk, file, at)
    form: dict[str, object] = {name: sent(editing.fields).getlist(name) for name in sent(editing.fields)}
    names = " ".join(field.name for field in editing.fields)
    return form | {"file": file, "at": at, "was": fingerprint(editing.value), "has": names} | values


def save(desk: Asked, file: str, at: str, **values: object) -> TestResponse:
    return desk.post("settings/edit", **filled(desk, file, at, **values))


def lines_changed(before: str, after: str) -> tuple[set[str], set[str]]:
    """The lines that are gone, and those that are new."""
    old, new = before.split("\n"), after.split("\n")
    return {line for line in old if line not in new}, {line for line in new if line not in old}


# What pages show


def test_the_overview_counts_and_says_what_is_open(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    file.write_text(file.read_text(encoding="utf-8").replace("学技能，强本领", "（请填写主题）"), encoding="utf-8")
    text = text_of(desk.get("settings/"))
    assert "单位 3 项" in text
    assert "有 1 处没有填" in text
    assert "（请填写主题）" in text
    assert "空着的：联系方式" in text


@pytest.mark.parametrize("part", [part.id for part in PARTS])
def test_every_place_that_a_part_shows_has_a_form_and_nothing_changes_unasked(desk: Asked, part: str) -> None:
    page = desk.get(f"settings/{part}")
    assert page.status_code == 200
    places = re.findall(r'settings/edit\?file=([^&]+)&amp;at=([^"]*)"', page.text)
    assert places or part == "checks"
    for file, at in places:
        shown = desk.get("settings/edit", file=file, at=at)
        assert shown.status_code == 200, at
        assert ">name<" not in shown.text
        if not at.endswith("new"):
            before = file_of(desk, file).read_bytes() if file_of(desk, file).exists() else None
            assert save(desk, file, at).status_code == 303
            after = file_of(desk, file).read_bytes() if file_of(desk, file).exists() else None
            assert after == before or before is None


def test_every_question_has_a_chinese_label(desk: Asked) -> None:
    for part in PARTS:
        for section in part.sections:
            if section.file in ("publicity.yml", "opinions.yml") or section.at == "checks.levels":
                continue
            at = section.at if section.fields else f"{section.at}.new"
            for field in Editing(desk.desk, section.file, at).fields:
                for each in (field, *field.parts):
                    assert re.search(r"[\u4e00-\u9fff]|ICP", each.label), each.name


def test_choices_are_called_by_their_names(desk: Asked) -> None:
    page = desk.get("settings/edit", file="columns.yml", at="columns.0")
    assert re.search(r'<option value="dated" selected>按日期更新</option>', page.text)
    assert "dated 按日期更新" not in page.text
    assert "《院报》" in page.text
    assert 'name="campaign"' not in page.text


# What is written


def test_a_changed_field_leaves_every_other_byte(desk: Asked) -> None:
    before = file_of(desk, "campaign.yml").read_bytes()
    answer = save(desk, "campaign.yml", "phases.0.tasks.1", summary="每天自练: 半小时")
    assert answer.headers["Location"].startswith("/_desk/settings/edit?file=campaign.yml&at=phases.0&")
    after = file_of(desk, "campaign.yml").read_bytes()
    assert after == before.replace("summary: 科室自练".encode(), "summary: '每天自练: 半小时'".encode())
    assert store.kept_content(desk.root, "docs/campaign.yml", digest(before)) == before
    assert "campaign.yml" in desk.get("versions/", path="campaign.yml").text


def test_line_ends_and_the_byte_order_mark_stay(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    assert save(desk, "campaign.yml", "", theme="新主题").status_code == 303
    assert file.read_bytes() == before.replace("学技能，强本领".encode(), "新主题".encode())
    toml = file_of(desk, "lanmu.toml")
    toml.write_bytes(toml.read_bytes().replace(b"\n", b"\r\n"))
    before = toml.read_bytes()
    assert save(desk, "lanmu.toml", "site", contact="办公室").status_code == 303
    assert toml.read_bytes() == before.replace(b'contact = ""', 'contact = "办公室"'.encode())


def test_added_moved_and_removed_items_leave_the_headings_where_they_are(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    before = file.read_text(encoding="utf-8")
    new = filled(desk, "campaign.yml", "units.new", id="lab", name="检验科", kind="body")
    assert desk.post("settings/edit", **new).status_code == 303
    assert "  - {id: lab, name: 检验科, kind: body}\n\n# 标题：阶段\nphases:" in file.read_text(encoding="utf-8")
    editing = Editing(desk.desk, "campaign.yml", "units.3")
    for up in (3, 2, 1):
        at = {"file": "campaign.yml", "at": f"units.{up}", "was": fingerprint(editing.value)}
        moved = desk.post("settings/move", to="up", **at).headers["Location"]
        assert moved.endswith(f"moved=units.{up - 1}&to=up")
    assert HEADING + "\n  - {id: lab" in file.read_text(encoding="utf-8")
    assert "没有稿件用到它" in text_of(desk.get("settings/remove", file="campaign.yml", at="units.0"))
    gone = desk.post("settings/remove", file="campaign.yml", at="units.0", was=fingerprint(editing.value))
    assert gone.status_code == 303
    assert file.read_text(encoding="utf-8") == before


def test_an_item_of_a_file_that_was_not_there(desk: Asked) -> None:
    new = filled(desk, "glossary.yml", "terms.new", term="练兵", short="练技能", text="岗位练兵，\r\n一天一练。")
    assert desk.post("settings/edit", **new).status_code == 303
    text = file_of(desk, "glossary.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.schemas/glossary.schema.json\n")
    assert "    text: 岗位练兵， 一天一练。\n" in text
    assert "练兵" in text_of(desk.get("settings/words"))


def test_text_in_several_lines_keeps_its_lines(desk: Asked) -> None:
    body = "（请填写开头）\r\n\r\n## 做法\r\n\r\n- 一: 二"
    new = filled(desk, "genres.yml", "variants.new", name="纪要", genre="动态", about="会后", body=body)
    answer = desk.post("settings/edit", **new)
    assert answer.status_code == 303, text_of(answer)
    about = opened(desk.desk, "genres.yml")
    assert about.data["variants"][0]["body"] == "（请填写开头）\n\n## 做法\n\n- 一: 二\n"
    assert "    body: |\n      （请填写开头）\n" in about.in_place.text
    assert save(desk, "genres.yml", "variants.0", about="会议以后").status_code == 303
    assert lines_changed(about.in_place.text, opened(desk.desk, "genres.yml").in_place.text)[1] == {
        "    about: 会议以后"
    }


def test_settings_are_written_into_their_lines(desk: Asked) -> None:
    file = file_of(desk, "lanmu.toml")
    before = file.read_text(encoding="utf-8")
    forms = filled(desk, "lanmu.toml", "site", contact="某办公室")
    del forms["indent"]
    assert desk.post("settings/edit", **forms).status_code == 303
    assert save(desk, "lanmu.toml", "print.bulletin", up="甲\r\n乙", copies="60").status_code == 303
    text = file.read_text(encoding="utf-8")
    assert 'contact = "某办公室"                  # 页脚' in text
    assert "indent = false " in text
    assert 'up = ["甲", "乙"]       # 报：上级单位' in text
    assert "# copies = 60 # 印数\ncopies = 60\n\n" in text
    assert save(desk, "lanmu.toml", "site", contact="", indent="yes").status_code == 303
    assert save(desk, "lanmu.toml", "print.bulletin", up="", copies="").status_code == 303
    assert file.read_text(encoding="utf-8") == before


def test_publish_targets_have_names(desk: Asked) -> None:
    values = {"kind": "folder", "address": "https://www.example.org/a", "folder": "/srv/a"}

    def add(target: str) -> TestResponse:
        return desk.post("settings/edit", **filled(desk, "lanmu.toml", "publish.new", target=target, **values))

    wrong = add("../x")
    assert (wrong.status_code, "名称用英文小写字母开头" in wrong.text) == (422, True)
    assert add("web").status_code == 303
    data = tomllib.loads(file_of(desk, "lanmu.toml").read_text(encoding="utf-8"))
    assert data["publish"]["web"] == values
    assert "已经有叫这个名称的" in add("web").text
    page = save(desk, "lanmu.toml", "publish.web", host="www.example.org")
    assert (page.status_code, "host 不用于" in page.text) == (422, True)
    assert save(desk, "lanmu.toml", "publish", public_key="abc").status_code == 303
    item = Editing(desk.desk, "lanmu.toml", "publish.web")
    gone = desk.post("settings/remove", file="lanmu.toml", at="publish.web", was=fingerprint(item.value))
    assert gone.status_code == 303
    assert "web" not in tomllib.loads(file_of(desk, "lanmu.toml").read_text(encoding="utf-8"))["publish"]


def test_levels_of_rules(desk: Asked) -> None:
    before = file_of(desk, "lanmu.toml").read_text(encoding="utf-8")
    page = desk.get("settings/checks").text
    was = re.search(r'settings/levels.*?name="was" value="([^"]+)"', page, re.DOTALL)
    assert was
    assert desk.post("settings/levels", was=was[1], **{"level.TXT014": "off"}).status_code == 303
    text = file_of(desk, "lanmu.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["checks"]["levels"] == {"TXT014": "off"}
    assert desk.post("settings/levels", was=was[1], **{"level.TXT014": ""}).status_code == 422
    now = fingerprint({"TXT014": "off"})
    assert desk.post("settings/levels", was=now, **{"level.TXT014": "崩"}).status_code == 422
    assert desk.post("settings/levels", was=now, **{"level.TXT014": ""}).status_code == 303
    assert file_of(desk, "lanmu.toml").read_text(encoding="utf-8") == before


def test_the_look_says_what_cannot_be_read(desk: Asked) -> None:
    light = desk.post("settings/look", script=True, main="#e67e22")
    assert 'fill="#e67e22"' in light.text
    assert "主色 #e67e22 会让字看不清" in light.text
    assert "都看得清" in desk.post("settings/look", script=True, colours="blue").text
    assert "不是颜色的写法" in desk.post("settings/look", script=True, main="</svg>").text
    without_script = desk.post(
        "settings/edit", **filled(desk, "lanmu.toml", "site.look", main="#e67e22", preview="yes")
    )
    assert (without_script.status_code, 'fill="#e67e22"' in without_script.text) == (200, True)
    assert "[site.look]\ncolours" not in file_of(desk, "lanmu.toml").read_text(encoding="utf-8")
    missing = save(desk, "lanmu.toml", "site.look", badge="about/none.svg")
    assert (missing.status_code, "没有「about/none.svg」" in text_of(missing)) == (422, True)


# What is refused, and what is said before


def test_faults_stand_at_their_fields_and_nothing_is_written(desk: Asked) -> None:
    before = file_of(desk, "campaign.yml").read_bytes()
    answer = save(desk, "campaign.yml", "phases.0", id="大写", name="", **{"period.to": "2026年13月"})
    assert answer.status_code == 422
    assert re.search(r'id="e-id"[^>]*>「大写」的写法不对', answer.text)
    assert re.search(r'id="e-name"[^>]*>没有填写', answer.text)
    assert re.search(r'id="e-period.to"[^>]*>「2026年13月」里没有 13 月', answer.text)
    assert 'value="2026年13月"' in answer.text
    twice = save(desk, "campaign.yml", "units.new", id="union", name="又一个", kind="body")
    assert (twice.status_code, "写了两次" in twice.text) == (422, True)
    assert file_of(desk, "campaign.yml").read_bytes() == before


def test_what_articles_use_does_not_go_unsaid(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    before = file.read_bytes()
    asked = save(desk, "campaign.yml", "topics.0", name="岗位本领")
    assert asked.status_code == 409
    assert "news/2026-10-10-lianbing.md" in asked.text
    assert "没有「岗位技能」" in asked.text
    assert 'value="岗位本领"' in asked.text
    removing = desk.get("settings/remove", file="campaign.yml", at="topics.0")
    assert "news/2026-10-10-lianbing.md" in removing.text
    was = fingerprint(Editing(desk.desk, "campaign.yml", "topics.0").value)
    assert desk.post("settings/remove", file="campaign.yml", at="topics.0", was=was).status_code == 409
    assert file.read_bytes() == before
    assert save(desk, "campaign.yml", "topics.0", name="岗位本领", agreed="yes").status_code == 303
    assert "岗位本领" in file.read_text(encoding="utf-8")


def test_a_unit_that_tasks_name_and_a_column_with_articles(desk: Asked) -> None:
    unit = desk.get("settings/remove", file="campaign.yml", at="units.1")
    assert "units 里没有「护理部」" in unit.text
    assert ">删去</button>" not in unit.text
    # The articles of a column have its address.
    column = save(desk, "columns.yml", "columns.0", id="xinwen")
    assert (column.status_code, "news/2026-10-10-lianbing.md" in column.text) == (422, True)


def test_what_somebody_else_changed_is_not_overwritten(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    mine = filled(desk, "campaign.yml", "units.1", duty="我写的")
    file.write_text(file.read_text(encoding="utf-8").replace("组织练兵", "别人写的"), encoding="utf-8")
    answer = desk.post("settings/edit", **mine)
    assert answer.status_code == 409
    assert "别人改过这里" in answer.text
    assert "文件里现在是「别人写的」" in answer.text
    assert "我写的" in answer.text
    assert "别人写的" in file.read_text(encoding="utf-8")
    # What has only moved is found again; what is gone is offered as a new one.
    mine = filled(desk, "campaign.yml", "units.1", duty="我写的")
    lines = file.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if "医院工会, kind" in line)
    lines[number : number + 2] = lines[number + 1], lines[number]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert desk.post("settings/edit", **mine).status_code == 303
    assert "{id: nursing, name: 护理部, kind: body, duty: 我写的}" in file.read_text(encoding="utf-8")
    gone = desk.post("settings/edit", **(mine | {"was": "x", "at": "units.1"}))
    assert (gone.status_code, "原来的那一项已经不在了" in gone.text) == (409, True)
    assert desk.post("settings/move", file="campaign.yml", at="units.0", was="x", to="up").status_code == 422


@pytest.mark.parametrize(
    ("file", "at"),
    [
        *(("../lanmu.toml", ""), ("docs/campaign.yml", ""), ("mkdocs.yml", ""), ("/etc/passwd", "")),
        *(
            ("campaign.yml", "units.99999"),
            ("campaign.yml", "units"),
            ("campaign.yml", "units.x"),
            ("campaign.yml", "__class__"),
        ),
        *(
            ("campaign.yml", "name"),
            ("campaign.yml", "units.0.name"),
            ("campaign.yml", "." * 40),
            ("campaign.yml", "phases.new.tasks.0"),
        ),
        *(
            ("lanmu.toml", ""),
            ("lanmu.toml", "checks.options"),
            ("lanmu.toml", "publish.none"),
            ("lanmu.toml", "site.en"),
        ),
        *(
            ("campaign.yml", "units.0\n"),
            ("campaign.yml", "%2e%2e"),
            ("columns.yml", "columns.0.fronts"),
            ("publicity.yml", "plan.7"),
        ),
    ],
)
def test_no_other_place_can_be_named(desk: Asked, file: str, at: str) -> None:
    for of in ("edit", "remove"):
        answer = desk.get(f"settings/{of}", file=file, at=at)
        assert answer.status_code in (404, 422), of
        assert desk.post(f"settings/{of}", file=file, at=at, was="").status_code in (404, 422)
    assert desk.post("settings/move", file=file, at=at, to="up").status_code in (404, 422)


@pytest.mark.parametrize("address", ["edit", "remove", "move", "levels", "look"])
def test_without_the_token_nothing_is_written(desk: Asked, address: str) -> None:
    before = file_of(desk, "campaign.yml").read_bytes()
    form = filled(desk, "campaign.yml", "units.1", duty="x")
    assert desk.client.post(f"/_desk/settings/{address}", data=form).status_code == 403
    assert file_of(desk, "campaign.yml").read_bytes() == before


@pytest.mark.parametrize(
    "value",
    [
        "*x",
        "&a b",
        "- x",
        "a: b",
        "#x",
        "'\"",
        "!!python/object:os.system x",
        "null",
        "2008-11-05",
        "0x1f",
        "yes",
        "{{ 7*7 }}",
        *(
            "\\x00",
            "]}",
            "<script>alert(1)</script>",
            "、" * 300,
            "%x",
            "@x",
            "`x`",
            "| x",
            "> x",
            "🙂",
            "\u2028线",
            "~",
        ),
    ],
)
def test_whatever_is_typed_is_text_or_refused(desk: Asked, value: str) -> None:
    before = opened(desk.desk, "campaign.yml").data
    answer = save(desk, "campaign.yml", "units.1", duty=value)
    after = opened(desk.desk, "campaign.yml").data
    assert after["units"][1]["duty"] == (" ".join(value.split()) if answer.status_code == 303 else "组织练兵")
    assert [unit for n, unit in enumerate(after["units"]) if n != 1] == [
        u for n, u in enumerate(before["units"]) if n != 1
    ]
    assert "<script>alert" not in answer.text + desk.get("settings/edit", file="campaign.yml", at="units.1").text
    toml = save(desk, "lanmu.toml", "site", publisher=value)
    assert toml.status_code in (303, 422)
    assert desk.get("settings/site").status_code == 200


def test_huge_and_broken_files(desk: Asked) -> None:
    file = file_of(desk, "campaign.yml")
    huge = save(desk, "campaign.yml", "units.1", duty="字" * 1_000_000)
    assert huge.status_code in (413, 422)
    assert desk.get("settings/units").status_code == 200
    text = file.read_text(encoding="utf-8")
    for broken in (
        text.replace("\nunits:", "\nunits: [\n"),
        "a: &x 1\nb: *x\n",
        "- 1\n",
        text.replace("name: 护理部", "nmae: 护理部"),
        "",
    ):
        file.write_text(broken, encoding="utf-8")
        assert desk.get("settings/units").status_code == 200
        assert desk.get("settings/").status_code == 200
        assert desk.get("settings/edit", file="campaign.yml", at="").status_code in (200, 422)
    file.write_text(text.replace("name: 护理部", "nmae: 护理部").replace("[护理部]", "[医院工会]"), encoding="utf-8")
    assert "有 " in text_of(desk.get("settings/units"))
    # One of two faults is mended at a time.
    assert save(desk, "campaign.yml", "units.2", duty="新的").status_code == 303
    file.unlink()
    file.symlink_to(desk.root / "lanmu.toml")
    assert "不是普通的文件" in text_of(desk.get("settings/units"))
    file.unlink()


def test_yaml_that_cannot_be_changed_so_is_left_alone() -> None:
    for text in ("a: [1, # 一\n  2]\nb: {x: 1}\n", "a: >-\n  x\n  y\nc: d\n"):
        document = YamlInPlace(text.encode(), "x.yml")
        document.fields |= {"new": [{"n": "一\n二\n"}, {"n": 2}]}
        assert YamlInPlace(document.written(), "x.yml").old == document.fields
        assert document.written().decode().startswith(text)
    odd = YamlInPlace(b"? a\n: b\n", "x.yml")
    odd.fields["new"] = 1
    with pytest.raises(UserError, match="认不出来"):
        odd.written()
    with pytest.raises(ContentError, match="YAML 引用"):
        YamlInPlace(b"a: &x 1\nb: *x\n", "x.yml")
    with pytest.raises(UserError, match="认不出来"):
        YamlInPlace(b"\xff\xfe", "x.yml")
    with pytest.raises(UserError, match="认不出来"):
        TomlInPlace(b"[a\n", "lanmu.toml")
