"""译文没有原文，或者该有的译文没有

查什么
    译文（文件名以 .en.md、.zh-Hant.md 结尾）旁边没有同名的中文稿件；选项 required 列出的页面没有英文译文。
为什么
    没有原文的译文，中文读者看不到，也没法核对；说好要有英文的页面没有译文，外国读者只看到空缺。
不合格
    只有译文：
        -- docs/news/2008-11-05-a.en.md --
        We read and discussed.
合格
    译文和原文放在一起：
        -- docs/news/2008-11-18-jiben.en.md --
        source_hash: kmdgnfpjdndm
怎么改
    把译文的文件名改得和原文一致；原文删了的，译文一起删去；缺译文的，补上，或者改选项。
选项
    required：必须有英文译文的页面（办了英文版才查），写 docs/ 以下的路径，可以用 *，例如 plan/*.md。不写就不查。
"""

import re
from fnmatch import fnmatchcase

from lanmu.checks.engine.rule import Finding, Findings, Level, Model, Project, rule
from lanmu.checks.sources.prose import language
from lanmu.content.translation import source_path


class Options(Model):
    required: tuple[str, ...] = ()


@rule(Level.ERROR)
def check(project: Project, options: Options) -> Findings:
    for path, source in project.sources.items():
        if language(source):
            if source_path(path) not in project.sources:
                message = f"译文旁边没有原文「docs/{source_path(path)}」。"
                yield Finding(source.path, 0, 0, message, "改正文件名；原文删了的，译文一起删去。")
        elif "en" not in project.reading.languages_off and any(
            fnmatchcase(path, pattern) for pattern in options.required
        ):
            wanted = re.sub(r"\.md$", ".en.md", path)
            if wanted not in project.sources:
                message = f"没有英文译文「docs/{wanted}」。"
                yield Finding(source.path, 0, 0, message, "补上译文，或者从 LOC001 的选项 required 里去掉。")
