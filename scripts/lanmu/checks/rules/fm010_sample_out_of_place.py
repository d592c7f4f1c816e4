"""示例和真实稿件放混了

查什么
    写了 sample: true 的示例没有放在栏目的 samples 文件夹里；或者放在 samples 里的稿件没有写 sample: true。

为什么
    示例不会正式发布。真实稿件误放进去，就发不出来；示例放到外面，会被当成真事。

不合格
    示例放在了真实稿件中间：

        sample: true

合格
    真实稿件不写 sample：

        draft: false

怎么改
    示例移到 docs/栏目/samples/ 并写 sample: true；真实稿件移出来，删去 sample。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM010", name="示例和真实稿件放混了", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Samples outside their folder, and real articles in it."""
    yield from project.findings(ProblemKind.SAMPLE)
