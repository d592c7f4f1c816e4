"""What stands in the files of a zip archive, one level deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.package import Package
from lanmu.checks.attachments.text import CannotLook, Sort, Text

Nested = Callable[[bytes, Budget], Iterator[Text]]
# OpenDocument 1.3, part 3: comments and changes lie among the text.
TRACES = ((b"<office:annotation", Sort.COMMENT), (b"<text:tracked-changes", Sort.REVISION))


def texts(data: bytes, budget: Budget, nested: Nested) -> Iterator[Text]:
    """The names of the files and what each says; a file that cannot be looked into gives a note."""
    package = Package(data, budget)
    for name in package.parts:
        yield Text("压缩包里的文件名", name)
        place = f"压缩包里的《{name}》"
        try:
            content = package.read(name)
            if name == "content.xml":
                yield from (Text("OpenDocument 文件", sort.value, sort) for mark, sort in TRACES if mark in content)
            # A nested file gives its texts as it is read, and may turn out to be damaged in the middle.
            yield from (found.within(place) for found in nested(content, budget))
        except CannotLook as problem:
            yield Text(place, problem.reason, Sort.UNSEEN)
        if budget.spent:
            return
