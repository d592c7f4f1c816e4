"""Articles printed as 公文, for the tests of its page and of its text."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from lanmu.channels import document
from lanmu.channels.common.job import Wanted
from lanmu.content.article import Article

from support import builders
from support.printing import (
    MM,
    press,
    with_print,
)

PITCH = 28.95 / MM
EM = 16 / MM
HEAD = "某某市示例工会文件"
HEADED = with_print(document={"heads": (HEAD,)})
OFFICIAL = """
特急
{: .doc-letterhead }

某 某 市 示 例 工 会 文 件
{: .doc-letterhead }

示工〔2008〕5号
{: .doc-letterhead }

某某市示例工会关于做好示例工作的通知
{: .doc-title }

各示例单位：
{: .doc-addressees }

为做好示例工作，现将有关事项通知如下。

## 一、总的要求

### （一）第一项

#### 1. 第三层

**（二）带在正文里的。**后面接着写。

**1、带在正文里的。**后面接着写。

请认真执行。

附件：1．示例附件的名称，这个名称写得很长很长，长到要换行为止看一看对齐没有
{: .doc-attachments }

2．第二个附件
{: .doc-attachments }

某某市示例工会
{: .doc-signature }

二〇〇八年十月十日
{: .doc-date }

（此件公开发布）

主题词：工会  示例   通知
{: .doc-index }

抄送：上级示例办公室，某某单位，某某单位，某某单位，某某单位，某某单位，某某单位。
{: .doc-copies }
"""


def lines(role: str, *texts: str) -> str:
    """Lines of an article with a role in an official document."""
    return "".join(f"{text}\n{{: .doc-{role} }}\n\n" for text in texts)


SIGNED = lines("signature", "某某市示例工会") + lines("date", "2012年10月10日")
COPIES = lines("copies", "抄送：上级示例办公室，某某单位。")
PRINTED = lines("copies", "某某市示例工会办公室　　2012年10月11日印发")


def article(body: str, **fields: Any) -> Article:
    """An article of the genre 文件."""
    return builders.article(
        "a", body=body, **{"title": "示例的标题", "genre": "文件", "source": "某某市示例工会"} | fields
    )


def printed(tmp_path: Path, source: Article, **options: Any) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of an article as 公文, and the remarks."""
    own = press(tmp_path, [source], **options)
    (job,) = document.jobs(own, Wanted((source,), named=True))
    done = job.render()
    return done.files[job.name], done.remarks


def running_text(characters: int) -> str:
    """Characters of GB/T 2312 without punctuation, the same every time."""
    chance = random.Random(9704)
    common = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    return "".join(chance.choices(common, k=characters))


def made_files(tmp_path: Path, source: Article, **options: Any) -> tuple[bytes, bytes]:
    """The PDF and the Word file of an article as 公文."""
    own = press(tmp_path, [source], **options)
    (job,) = document.jobs(own, Wanted((source,), named=True))
    done = job.render()
    return done.files[job.name], done.files[job.name.replace(".pdf", ".docx")]
