"""The fonts of Chinese typesetting by role (fonts.yml): where they are on this machine, which characters they have."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import typst
from fontTools.ttLib import TTCollection, TTFont, TTLibError  # type: ignore[import-untyped]

from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError
from lanmu.locales.script_conversion import CORNER_QUOTES
from lanmu.storage.program_data import read_program_data


class Role(NamedTuple):
    """What a font is for. `weight` is the one wanted of a family that has several (CSS scale)."""

    name: str
    weight: int
    simplified: tuple[str, ...]
    traditional: tuple[str, ...]


ROLES = {
    role: Role(entry["name"], entry["weight"], tuple(entry["simplified"]), tuple(entry["traditional"]))
    for role, entry in read_program_data(Path(__file__).with_suffix(".yml")).items()
}
# A font without a glyph borrows it from these roles, in this order.
STAND_INS = ("song", "hei", "fang", "kai")


WINDOWS = (r"%WINDIR%\Fonts", r"%LocalAppData%\Microsoft\Windows\Fonts")
MACOS = (
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "/System/Library/AssetsV2"),
    *("/Applications/Microsoft Word.app/Contents/Resources/DFonts", "/Applications/wpsoffice.app/Contents/Resources"),
)
LINUX = (
    *("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"),
    *("/usr/share/texmf/fonts", "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)
FILES = (".ttf", ".ttc", ".otf", ".otc")
# OS/2 fsType, bits 0 to 3: 2 forbids putting the font into a document (OpenType specification).
EMBEDDING = 0x000F
FORBIDDEN = 2
INSTALL = (
    "Debian、Ubuntu 请运行 python3 scripts/print_channels.py --install-fonts，装上免费的；"
    "Windows、macOS 请安装单位自己的字体（同一条命令说出要找哪些、找到了哪些），"
    "或者在 lanmu.toml 的 [print.fonts] 里写明字体的名称或文件。"
)


@dataclass(frozen=True)
class Face:
    """One font: its family and weight as Typst calls them, and where it lies (`index` in a collection)."""

    family: str
    weight: int
    path: Path
    index: int

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that it has a glyph for."""
        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())

    @property
    def embeddable(self) -> bool:
        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            return "OS/2" not in font or font["OS/2"].fsType & EMBEDDING != FORBIDDEN


@dataclass(frozen=True)
class Fonts:
    """The fonts found. `faces` are, for each role, its own font and those that stand in for a missing glyph; `points` is the one of
    its points where that is another: fonts of Traditional Chinese have 。 in the middle of its box, but where quotation marks are
    “” it stands at the lower left (GB/T 15834-2011, 5.1.1)."""

    faces: Mapping[str, tuple[Face, ...]]
    book: typst.Fonts
    points: Mapping[str, Face] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, dict[str, object]]:
        """For the templates: families and weight by role, and the family of the points where it is another."""
        return {
            role: {"families": list(dict.fromkeys(face.family for face in faces)), "weight": faces[0].weight}
            | ({"points": self.points[role].family} if role in self.points else {})
            for role, faces in self.faces.items()
        }

    @cached_property
    def fingerprint(self) -> str:
        """Changes when another font, or another version of one, is used."""
        files = sorted({face.path for faces in (*self.faces.values(), self.points.values()) for face in faces})
        return repr((self.data, [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]))

    def covered(self, texts: Iterable[tuple[str, str]], label: str) -> tuple[str, ...]:
        """Remarks on characters that another font stands in for; `texts` is what is set, each with its role.

        Raises UserError when a character (of `label`, an article or issue) is in none of the fonts.
        """
        by_role: defaultdict[str, set[str]] = defaultdict(set)
        for role, text in texts:
            by_role[role].update("".join(text.split()))
        remarks: list[str] = []
        for role, characters in by_role.items():
            own, *others = self.faces[role]
            name = f"{ROLES[role].name}（{own.family}）"
            missing = sorted(character for character in characters if ord(character) not in own.characters)
            lost = [c for c in missing if not any(ord(c) in face.characters for face in others)]
            if lost:
                shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in lost)
                raise UserError(
                    f"{label}里的 {shown} 在{name}和代替它的字体里都没有，没有排。"
                    "请改用常用的字，或者安装有这个字的字体并写进 lanmu.toml 的 [print.fonts]。"
                )
            if missing:
                remarks.append(f"“{'”“'.join(missing)}”在{name}里没有，用别的字体代替，请看一看字形。")
        return tuple(remarks)


def find(roles: Iterable[str], settings: Settings, *, traditional: bool = False) -> Fonts:
    """The fonts for `roles` (keys of ROLES) on this machine, those of lanmu.toml first.

    Raises UserError that names every role without a font, and how to get one.
    """
    book = book_for(settings)
    faces = faces_by_role(settings, book, traditional=traditional)
    wanted = tuple(roles)
    if missing := [ROLES[role].name for role in wanted if role not in faces]:
        kind = "繁体" if traditional else "中文"
        raise UserError(f"这台机器上没有找到排{kind}印刷品用的{'、'.join(missing)}。{INSTALL}")
    stand_ins = [faces[role] for role in STAND_INS if role in faces]
    is_mixed = traditional and settings.traditional.quotes != CORNER_QUOTES
    points = faces_by_role(settings, book, traditional=False) if is_mixed else {}
    return Fonts({role: tuple(dict.fromkeys([faces[role], *stand_ins])) for role in wanted}, book, points)


def faces_by_role(settings: Settings, book: typst.Fonts, *, traditional: bool) -> dict[str, Face]:
    """The font of each role that has one, the office's own first. Raises UserError for one of these that is not there."""
    chosen = settings.print.traditional_fonts if traditional else settings.print.fonts
    faces = ((role, face_for(role, getattr(chosen, role), book, traditional=traditional)) for role in ROLES)
    return {role: face for role, face in faces if face}


def book_for(settings: Settings) -> typst.Fonts:
    """Every font that prints with these settings may use."""
    return book_of(
        getattr(own, role) for own in (settings.print.fonts, settings.print.traditional_fonts) for role in ROLES
    )


def book_of(named: Iterable[str]) -> typst.Fonts:
    """Every font in the usual folders of the system and beside the files that are named."""
    places = {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, LINUX)
    folders = [Path(os.path.expandvars(place)).expanduser() for place in places]
    folders += [Path(name).expanduser().parent for name in named if is_file_name(name)]
    return loaded(tuple((folder, folder.stat().st_mtime_ns) for folder in dict.fromkeys(folders) if folder.is_dir()))


@lru_cache(maxsize=2)
def loaded(folders: tuple[tuple[Path, int], ...]) -> typst.Fonts:
    """Every font in these folders. Cached by the folders' times of change: reading them takes a tenth of a second and up to
    100 MB. A change deeper inside is not noticed, so whoever installs fonts must call `loaded.cache_clear()`."""
    places = [folder for folder, _ in folders]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=places)


def is_file_name(name: str) -> bool:
    """True for a font that is given as a file."""
    return name.lower().endswith(FILES)


def face_for(role: str, own: str, book: typst.Fonts, *, traditional: bool) -> Face | None:
    """The font of a role: the office's own, else the first of the list that is there. Raises UserError."""
    weight = ROLES[role].weight
    if own:
        return own_face(own, weight, book, traditional=traditional)
    faces = (nearest(named(name, book), weight) for name in names_of(role, traditional=traditional))
    return next((face for face in faces if face and face.embeddable), None)


def names_of(role: str, *, traditional: bool) -> tuple[str, ...]:
    """The names by which a font is looked for, best first."""
    return tuple(dict.fromkeys(ROLES[role].traditional if traditional else ROLES[role].simplified))


def own_face(own: str, weight: int, book: typst.Fonts, *, traditional: bool) -> Face:
    """The font that lanmu.toml names. Raises UserError when it is not there or must not be embedded."""
    path = Path(own).expanduser()
    faces = (
        faces_of(info for info in book.fonts() if info.path and Path(info.path) == path)
        if is_file_name(own)
        else named(own, book) or called(own, book)
    )
    face = nearest(faces, weight)
    table = "traditional_fonts" if traditional else "fonts"
    if face is None:
        raise UserError(
            f"lanmu.toml [print.{table}] 里的字体「{own}」在这台机器上没有找到。请核对名称，或者写字体文件的完整路径。"
        )
    if not face.embeddable:
        raise UserError(f"lanmu.toml [print.{table}] 里的字体「{own}」不许嵌入 PDF。请换一种字体。")
    return face


def faces_of(infos: Iterable[typst.FontInfo]) -> list[Face]:
    return [Face(i.family, i.weight, Path(i.path), i.index) for i in infos if i.path and i.style == "normal"]


def named(name: str, book: typst.Fonts) -> list[Face]:
    """The fonts of the family that Typst knows by `name`."""
    return faces_of(info for info in book.fonts() if info.family.casefold() == name.casefold())


def called(name: str, book: typst.Fonts) -> list[Face]:
    """The fonts that bear `name` in any language: Typst knows a font by one of its names only, the system by all."""
    files = sorted({info.path for info in book.fonts() if info.path})
    hits = {(file, index) for file in files for index, names in enumerate(names_in(file)) if name.casefold() in names}
    return faces_of(info for info in book.fonts() if (info.path, info.index) in hits)


def names_in(file: str) -> list[set[str]]:
    """The names (folded) of every font in a file: family, full and PostScript name, in all languages."""
    try:
        is_collection = file.lower().endswith((".ttc", ".otc"))
        fonts = TTCollection(file, lazy=True).fonts if is_collection else [TTFont(file, lazy=True)]
        wanted = (1, 4, 6, 16)
        return [{str(n).casefold() for n in font["name"].names if n.nameID in wanted} for font in fonts]
    except (OSError, TTLibError, KeyError, UnicodeDecodeError):
        return []


def nearest(faces: Iterable[Face], weight: int) -> Face | None:
    """The one whose weight is nearest to the one wanted, as Typst chooses; the bolder of two that are as near."""
    return min(
        faces, key=lambda face: (abs(face.weight - weight), -face.weight, str(face.path), face.index), default=None
    )
