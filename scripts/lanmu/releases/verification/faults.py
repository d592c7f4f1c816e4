"""What can be wrong with a published site: a code, its weight, and what to do, as the checks have them."""

from __future__ import annotations

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.report import RuleInfo
from lanmu.diagnostics.errors import UserError

TAMPERED = "先按单位的应急预案处理：保留现场（服务器日志、这份报告），再重新发布，或者退回以前的一版；查清是谁改的。"
CACHED = "刚发布过的，先请管服务器的同志清一次缓存再查；还是这样的，"
AGAIN = "再发布一次；还是这样的，请管服务器的同志查服务器和缓存。"
SETTINGS = "请管服务器的同志用 write_server_config.py 写出的配置。"
TABLE = (
    ("VER001", "清单打不开", Level.ERROR, "网站上的清单 manifest.json 或它的签名打不开、读不懂，别的都无从核对。", AGAIN),
    ("VER002", "签名不对", Level.ERROR, "清单不是用本单位的密钥签的，或者签过以后改过，别的没有查。", TAMPERED),
    ("VER003", "版本旧", Level.ERROR, "读者看到的版本比最后一次发布的旧：没有换上，或者缓存里留着旧的。", AGAIN),
    ("VER004", "内容变了", Level.ERROR, "文件和发布时的不一样，哪怕只差一个字。", CACHED + TAMPERED),
    ("VER005", "文件不见了", Level.ERROR, "发布过的文件，网站上没有。", AGAIN),
    ("VER006", "多出文件", Level.ERROR, "网站上有没有发布过的文件，可能是别人放的。", TAMPERED),
    ("VER007", "转到别处", Level.ERROR, "打开的时候被转到了不该去的地方，或者转成了没有加密的网址。", TAMPERED),
    ("VER008", "没有答复", Level.ERROR, "服务器没有正常答复。", "过一会儿再查；一直这样的，请管服务器的同志看。"),
    ("VER009", "响应头不对", Level.WARNING, "服务器没有发网站要求的响应头（见网站里的 _headers）。", SETTINGS),
    ("VER010", "证书快到期", Level.WARNING, "加密网址（https）的证书快到期，到期以后浏览器不让打开。", "请管服务器的同志换证书。"),
    ("VER011", "没有加密", Level.WARNING, "同一个网站不加密（http）也能打开，没有转到加密的网址。", SETTINGS),
    ("VER012", "没有公钥", Level.WARNING, "没有写明本单位的公钥，只知道清单和签名是一对，不知道是不是本单位签的。",
     "把发布时显示的公钥写进 lanmu.toml 的 [publish] public_key（用命令核对的，也可以写在 --public-key 后面）。"),
    ("VER013", "服务器文件", Level.WARNING, "网站文件夹里有服务器自己的配置文件，不是发布的，请确认是谁放的。", SETTINGS),
)  # fmt: skip
KINDS = {
    code: RuleInfo(code, name, level, description, f"{code} {name}\n\n{description}\n\n怎么办：{way}")
    for code, name, level, description, way in TABLE
}
WAYS = {code: way for code, _, _, _, way in TABLE}


def fault(code: str, path: str, message: str) -> Finding:
    """A finding about a file of the release, or the site as a whole."""
    return Finding(path, 0, 0, message, WAYS[code], code, KINDS[code].level)


def explanation(code: str) -> str:
    """What `--explain` shows. Raises UserError."""
    if code.upper() not in KINDS:
        raise UserError(f"没有编号「{code}」。有的编号：{'、'.join(KINDS)}。")
    return KINDS[code.upper()].documentation
