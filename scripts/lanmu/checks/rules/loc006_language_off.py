"""语言没有办，译文还在

查什么
    mkdocs.yml 的 languages 里没有列出的语言，docs/ 里还有它的译文（.en.md、.zh-Hant.md）和资料（.en.yml）；
    列出了英文，却一页译文也没有。
为什么
    不办的语言，译文不登也不查，留在那里容易误会；列出来又没有译文的，网站上并没有这种语言。
不合格
    只办简体，还有一个英文文件：
        -- mkdocs.yml --
        plugins:
          - i18n:
              languages:
                - locale: zh
        -- docs/columns.en.yml --
        columns: []
合格
    不办的语言没有文件：
        -- mkdocs.yml --
        plugins:
          - i18n:
              languages:
                - locale: zh
怎么改
    不办的，照提示的命令删去译文，或者从 languages 里删去这种语言；还要办的，加上语言，或者写译文。
"""

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.content.languages import CONFIG, DATA, site_languages
from lanmu.diagnostics.errors import ProblemKind


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    yield from project.findings(ProblemKind.LANGUAGE)
    if "en" in site_languages(project.root) and not any(path.endswith(".en.md") for path in project.files):
        names = "、".join(f"docs/{name}.en.yml" for name in DATA)
        remedy = f"要办英文版，先写 {names}，再写译文（例如 docs/index.en.md）；不办的，从 languages 里删去 en。"
        yield Finding(CONFIG, 0, 0, "languages 里有 en，还没有一页英文译文，英文版不会生成。", remedy)
