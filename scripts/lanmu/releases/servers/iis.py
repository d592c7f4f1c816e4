"""`web.config` for IIS 8.5 and later, which lies in the folder of the site itself.

IIS compresses by itself and does not look for compressed copies, so none are named here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from lanmu.build import headers
from lanmu.content.article import Audience
from lanmu.releases.servers.serving import HIDDEN, TYPES, Serving, encoded

FILE = "web.config"
YEAR = f"{headers.YEAR // 86400}.00:00:00"
COMMENT = (
    " 由 scripts/write_server_config.py 写出，每次发布后重新写一次（里面有样式文件的名字和旧网址），不要手改。"
    "放进服务器上网站的文件夹。要装“HTTP 重定向”和“静态内容压缩”两个角色服务。 "
)


def write(serving: Serving) -> str:
    """The file."""
    root = ET.Element("configuration")
    root.append(ET.Comment(COMMENT))
    server = ET.SubElement(root, "system.webServer")
    ET.SubElement(server, "directoryBrowse", enabled="false")
    documents = ET.SubElement(ET.SubElement(server, "defaultDocument", enabled="true"), "files")
    ET.SubElement(documents, "clear")
    ET.SubElement(documents, "add", value="index.html")
    add_content(server)
    add_headers(server, serving.audience)
    add_hidden(server)
    ET.SubElement(server, "urlCompression", doStaticCompression="true")
    for beginning, page in serving.missing:
        add_missing(location(root, server, beginning.removeprefix(serving.path)), page)
    for path in serving.lasting:
        content = ET.SubElement(location(root, server, path.removeprefix(serving.path)), "staticContent")
        ET.SubElement(
            content,
            "clientCache",
            cacheControlMode="UseMaxAge",
            cacheControlMaxAge=YEAR,
            cacheControlCustom="public, immutable",
        )
    for old, new in serving.moved:
        # The address of a folder is that of its index page.
        if not old.endswith("/index.html"):
            add_redirect(location(root, server, old.removeprefix(serving.path).rstrip("/")), new)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def location(root: ET.Element, server: ET.Element, path: str) -> ET.Element:
    """The settings for a path below the folder; those of the folder itself for an empty one."""
    if not path:
        return server
    return ET.SubElement(ET.SubElement(root, "location", path=path.rstrip("/")), "system.webServer")


def add_content(server: ET.Element) -> None:
    content = ET.SubElement(server, "staticContent")
    ET.SubElement(content, "clientCache", cacheControlMode="DisableCache")
    for suffix, kind in TYPES.items():
        # What the server has already may not be added again.
        ET.SubElement(content, "remove", fileExtension=suffix)
        ET.SubElement(content, "mimeMap", fileExtension=suffix, mimeType=kind)


def add_headers(server: ET.Element, audience: Audience) -> None:
    custom = ET.SubElement(ET.SubElement(server, "httpProtocol"), "customHeaders")
    ET.SubElement(custom, "remove", name="X-Powered-By")
    for name, value in headers.everywhere(audience):
        ET.SubElement(custom, "remove", name=name)
        ET.SubElement(custom, "add", name=name, value=value)


def add_hidden(server: ET.Element) -> None:
    filtering = ET.SubElement(ET.SubElement(server, "security"), "requestFiltering")
    hidden = ET.SubElement(filtering, "hiddenSegments")
    for name in HIDDEN:
        ET.SubElement(hidden, "remove", segment=name)
        ET.SubElement(hidden, "add", segment=name)


def add_missing(server: ET.Element, page: str) -> None:
    errors = ET.SubElement(server, "httpErrors", errorMode="Custom", existingResponse="Auto")
    ET.SubElement(errors, "remove", statusCode="404", subStatusCode="-1")
    ET.SubElement(errors, "error", statusCode="404", path=encoded(page), responseMode="ExecuteURL")


def add_redirect(server: ET.Element, target: str) -> None:
    ET.SubElement(
        server,
        "httpRedirect",
        enabled="true",
        destination=encoded(target),
        exactDestination="true",
        httpResponseStatus="Permanent",
    )
