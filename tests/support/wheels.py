"""Small real wheels, and an environment that pip installs them into."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sysconfig
import venv
import zipfile
from pathlib import Path

import pip
from lanmu.setup import bootstrap

METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n"


def wheel(folder: Path, name: str, tag: str = "py3-none-any", says: str = "") -> str:
    """Makes a wheel with a module of the package's name. Returns its digest."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": f"SAYS = {says or tag!r}\n",
        f"{info}/METADATA": METADATA.format(name=name),
        f"{info}/WHEEL": WHEEL.format(tag=tag),
    }
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in (*files, f"{info}/RECORD"))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for file, text in files.items():
            archive.writestr(zipfile.ZipInfo(file), text)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def locked(name: str, *digests: str, marker: str = "") -> str:
    """How a lock asks for a package, as uv writes it."""
    hashes = " \\\n".join(f"    --hash=sha256:{digest}" for digest in digests)
    return f"{name}==1.0{f' ; {marker}' if marker else ''} \\\n{hashes}\n    # via lanmu (pyproject.toml)\n"


def empty_environment(project: Path) -> Path:
    """An environment of the project that is taken as it is, with this process's pip in it: to have one unpacked takes
    seconds. Returns where its packages lie."""
    folder = project / ".venv"
    venv.create(folder, symlinks=os.name != "nt")
    (folder / bootstrap.STAMP).write_text(json.dumps({"machine": platform.node()}), encoding="utf-8")
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (packages / "pip").symlink_to(Path(pip.__file__).parent, target_is_directory=True)
    return packages
