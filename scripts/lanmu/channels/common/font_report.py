"""What `--install-fonts` says on every system: by which names fonts are looked for, which of them are there, which is used."""

from __future__ import annotations

from collections.abc import Iterator

import typst

from lanmu.channels.common import fonts
from lanmu.channels.common.fonts import ROLES
from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError


def report(settings: Settings) -> Iterator[str]:
    """The lines of the report; a font of lanmu.toml that is not there is said, too."""
    book = fonts.book_for(settings)
    for traditional, script in ((False, "简体"), (True, "繁体")):
        yield f"{script}印刷品的字体（有的打 ✓，用第一个打 ✓ 又许嵌入的）："
        for role in ROLES:
            yield f"  {ROLES[role].name}：{used(role, settings, book, traditional=traditional)}"


def used(role: str, settings: Settings, book: typst.Fonts, *, traditional: bool) -> str:
    """Which font a role has, and the names that were looked for."""
    own = getattr(settings.print.traditional_fonts if traditional else settings.print.fonts, role)
    try:
        face = fonts.face_for(role, own, book, traditional=traditional)
    except UserError as error:
        return str(error)
    found = f"用“{face.family}”（{face.path}）" if face else "没有找到"
    if own:
        return f"{found}，照 lanmu.toml 写的“{own}”"
    names = fonts.names_of(role, traditional=traditional)
    return f"{found}；依次找：{'、'.join(f'{name} ✓' if fonts.named(name, book) else name for name in names)}"
