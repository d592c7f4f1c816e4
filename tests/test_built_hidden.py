"""Which links to other hosts a reader can see, or open, and which are there for search engines only (OUT013)."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.checks.built.site import read_site
from support.built_sites import write

LINK = '<a href="https://x.example.com/">某网站</a>'


def hidden(tmp_path: Path, body: str, **files: str) -> list[str]:
    """Why links cannot be seen."""
    page = f'<!doctype html><html lang="zh-CN"><head><title>页</title></head><body><p>正文</p>{body}</body></html>'
    write(tmp_path, {name.replace("_", "."): text for name, text in files.items()} | {"index.html": page, "a.png": ""})
    return [link.reason for _, link in read_site(None, tmp_path).hidden]


SEEN = {
    "a column beside a float": "<style>.main{float:left;width:100%}.left{float:left;width:190px;margin-left:-100%}</style>"
    f'<div class="main">主</div><div class="left">{LINK}</div>',
    "a column of fixed width": f'<div style="float:left;width:200px;margin-left:-980px">{LINK}</div>',
    "centred by half its width": f'<div style="position:absolute;left:50%;width:1200px;margin-left:-600px">{LINK}</div>',
    "a picture in place of text": "<style>.logo{display:block;width:100px;height:40px;background:url(a.png);text-indent:-9999px;overflow:hidden}</style>"
    '<a class="logo" href="https://x.example.com/">标志</a>',
    "a picture in a heading's place": "<style>h1{background:url(a.png);text-indent:-9999px}</style>"
    f"<h1>{LINK}</h1>",
    "text on a ground drawn before it": "<style>.hd{position:relative}.hd a{color:#fff}"
    ".hd::before{content:'';position:absolute;inset:0;background:#b00;z-index:-1}</style>"
    f'<div class="hd">{LINK}</div>',
    "a caption on a picture": '<div style="position:relative"><img src="a.png" alt="图">'
    f'<div style="position:absolute;bottom:0;color:#fff">{LINK}</div></div>',
    "white on a gradient": f'<div style="background:linear-gradient(#b00,#900)"><span style="color:#fff">{LINK}</span></div>',
    "a link keeps its own colour": f'<div style="color:#fff">{LINK}</div>',
    "a gradient in the letters": '<a href="https://x.example.com/" style="background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent">甲</a>',
    "gaps without size": f'<ul style="font-size:0"><li style="font-size:14px">{LINK}</li></ul>',
    "an icon": '<a href="https://x.example.com/"><span class="icon-weibo"></span></a>',
    "an icon before the text": "<style>.i{font-size:0}.i::before{content:'\\e001';font-size:20px}</style>"
    '<a class="i" href="https://x.example.com/">微博</a>',
    "an icon by the link's own id": "<style>#wb{background:url(a.png);display:block;width:20px;height:20px}</style>"
    '<a id="wb" href="https://x.example.com/"></a>',
    "a plain link has no height": '<a style="height:0;overflow:hidden" href="https://x.example.com/">甲</a>',
    "a box that padding keeps open": f'<div style="height:0;padding-bottom:56%;overflow:hidden">{LINK}</div>',
    "one part is seen": '<a href="https://x.example.com/"><span style="display:none">新窗口</span>某网站</a>',
    "a part in another colour": '<a href="https://x.example.com/" style="color:#fff"><b style="color:#000">某网站</b></a>',
    "a tab": '<button role="tab" id="t" aria-controls="p">二</button>'
    f'<div role="tabpanel" id="p" aria-labelledby="t" hidden>{LINK}</div>',
    "a tab of Bootstrap": '<style>.tab-pane{display:none}.tab-pane.active{display:block}</style>'
    f'<a data-bs-toggle="tab" data-bs-target="#p">二</a><div class="tab-pane" id="p">{LINK}</div>',
    "details": f"<details><summary>更多</summary>{LINK}</details>",
    "an accordion": "<style>.panel{max-height:0;overflow:hidden}</style>"
    f'<button class="accordion" aria-expanded="false">更多</button><div class="panel">{LINK}</div>',
    "a checkbox opens it": "<style>.m{display:none}input:checked~.m{display:block}</style>"
    f'<input type="checkbox" id="c"><label for="c">菜单</label><div class="m">{LINK}</div>',
    "a menu under the pointer": "<style>.sub{display:none}li:hover>.sub{display:block}</style>"
    f'<ul><li>友情链接<div class="sub">{LINK}</div></li></ul>',
    "a drawer that a class opens": "<style>.drawer{transform:translateX(-9999px)}.drawer.is-open{transform:none}</style>"
    f'<nav class="drawer">{LINK}</nav><script>toggle()</script>',
    "a menu that a script finds": f'<div id="gengduo" style="display:none">{LINK}</div>'
    "<script>document.getElementById('gengduo').style.display = 'block'</script>",
    "a menu that the site's script finds": f'<div class="youqing" style="display:none">{LINK}</div><script src="m.js"></script>',
    "a menu that a handler opens": f"<b onclick=\"show('gengduo')\">更多</b><div id=\"gengduo\" style=\"display:none\">{LINK}</div>",
    "a dialog": f"<button onclick=\"document.querySelector('dialog').showModal()\">开</button><dialog>{LINK}</dialog>",
    "a popover": f'<button popovertarget="p">开</button><div id="p" popover>{LINK}</div>',
    "words for readers without scripts": f"<noscript>请打开浏览器的脚本，见{LINK}</noscript>",
    "only on paper": f"<style>@media print{{.l{{display:none}}}}</style><p class=l>{LINK}</p>",
    "for a wide screen": f"<style>.l{{display:none}}@media(min-width:600px){{.l{{display:block}}}}</style><p class=l>{LINK}</p>",
    "a layer of its own": f'<div style="position:relative;z-index:0;background:#fff"><p style="position:relative;z-index:-1">{LINK}</p></div>',
    "the outer list of a menu": "<style>ul ul{display:none}</style>"
    f"<ul><li>{LINK}<ul><li>二</li></ul></li></ul>",
    "a style without weight": f"<style>:where(.l){{display:none}}.l{{display:block}}</style><p class=l>{LINK}</p>",
    "a later layer": f"<style>@layer a,b;@layer b{{.l{{display:block}}}}@layer a{{#l{{display:none}}}}</style><p class=l id=l>{LINK}</p>",
    "outside of all layers": f"<style>.l{{display:block}}@layer a{{#l{{display:none}}}}</style><p class=l id=l>{LINK}</p>",
    "for old browsers": f"<style>@supports not (display:grid){{.l{{display:none}}}}</style><p class=l>{LINK}</p>",
    "a stylesheet for paper": f'<style media="print">.l{{display:none}}</style><p class=l>{LINK}</p>',
    "it comes in slowly": "<style>.l{opacity:0;animation:in 1s forwards}@keyframes in{to{opacity:1}}</style>"
    f"<p class=l>{LINK}</p>",
    "a drawer without visibility": "<style>.d{visibility:hidden}.d.show{visibility:visible}</style>"
    f'<button aria-controls="d">菜单</button><nav class="d" id="d">{LINK}</nav>',
    "text on a picture laid behind it": "<style>.hero img{position:absolute;inset:0;z-index:-1}.hero a{color:#fff}</style>"
    f'<div class="hero"><img src="a.png" alt="图"><p>{LINK}</p></div>',
    "text on a picture in the same cell": "<style>.g{display:grid}.g>*{grid-area:1/1}.g a{color:#fff}</style>"
    f'<div class="g"><img src="a.png" alt="图"><p>{LINK}</p></div>',
    "a table with a picture behind it": f'<style>a{{color:#fff}}</style><table background="a.png"><tr><td>{LINK}</table>',
    "a mixed ground": f"<style>p{{background:color-mix(in srgb,red,black)}}a{{color:#fff}}</style><p>{LINK}</p>",
    "letters with an outline": f"<style>a{{color:#fff;-webkit-text-stroke:1px #000}}</style>{LINK}",
    "what a framework shows": f'<b @click="o=1">多</b><p x-show="o" style="display:none">{LINK}</p><script>start()</script>',
    "a short name in a script": f'<p class="qr" style="display:none">{LINK}</p><script>$(".qr").show()</script>',
    "a notice that a script can close": f'<p id="ad">{LINK}</p><script>function close() {{document.getElementById("ad").style.display="none"}}</script>',
    "a colour with two themes": f"<style>:root{{--c:#000}}.dark{{--c:#fff}}a{{color:var(--c)}}</style>{LINK}",
    "an old browser's rule": f'<p style="opacity:0\\9">{LINK}</p>',
}  # fmt: skip
HIDDEN = {
    "a clear colour": '<a style="color:#ffffff00" href="https://x.example.com/">甲</a>',
    "a colour without alpha": '<a style="color:rgb(0 0 0 / 0)" href="https://x.example.com/">甲</a>',
    "hsl white": '<a style="color:hsl(0 0% 100%)" href="https://x.example.com/">甲</a>',
    "hsl on the same ground": '<p style="background:#b00"><font color="#b00">文</font><span style="color:hsl(0,100%,36.7%)"><a style="color:inherit" href="https://x.example.com/">甲</a></span></p>',
    "filled with nothing": '<a style="-webkit-text-fill-color:transparent" href="https://x.example.com/">甲</a>',
    "no letters": f'<div style="font:0/0 a">{LINK}</div>',
    "letters of a pixel": f'<div style="font-size:1px">{LINK}</div>',
    "a share of nothing": f'<div style="font-size:0"><p style="font-size:2em">{LINK}</p></div>',
    "scaled away": f'<div style="scale:0">{LINK}</div>',
    "scaled to a line": f'<div style="transform:scaleY(0)">{LINK}</div>',
    "turned on edge": f'<div style="transform:rotateX(90deg)">{LINK}</div>',
    "translated away": f'<div style="translate:-9999px">{LINK}</div>',
    "an inset": f'<div style="position:absolute;inset:-9999px auto auto -9999px">{LINK}</div>',
    "a sum": f'<div style="position:absolute;left:calc(-100vw - 999px)">{LINK}</div>',
    "above the page": f'<div style="position:fixed;top:-200vh">{LINK}</div>',
    "a float far away": f'<div style="float:left;margin-left:-9999px">{LINK}</div>',
    "indented away without a picture": '<a style="display:block;text-indent:-9999px" href="https://x.example.com/">甲</a>',
    "no height with a scroll bar": f'<div style="max-height:0;overflow-y:auto">{LINK}</div>',
    "no width by its logical name": f'<div style="inline-size:0;overflow:clip">{LINK}</div>',
    "content not drawn": f'<div style="content-visibility:hidden">{LINK}</div>',
    "nearly clear": f'<div style="opacity:.01">{LINK}</div>',
    "clear by a filter": f'<div style="filter:opacity(0)">{LINK}</div>',
    "clipped": f'<div style="clip-path:inset(0 100% 0 0)">{LINK}</div>',
    "clipped to a point": f'<div style="clip-path:circle(0)">{LINK}</div>',
    "behind the ground": f'<div style="background:#fff"><p style="position:relative;z-index:-1">{LINK}</p></div>',
    "collapsed": f'<p style="visibility:collapse">{LINK}</p>',
    "hidden": f"<p hidden>{LINK}</p>",
    "a dialog that nothing opens": f"<dialog>{LINK}</dialog>",
    "a popover that nothing opens": f"<div popover>{LINK}</div>",
    "for readers without scripts": f"<noscript>{LINK}</noscript>",
    "in a template": f"<template>{LINK}</template>",
    "in a list of choices": f"<datalist>{LINK}</datalist>",
    "only invisible letters": '<a href="https://x.example.com/">&#8203;&#8288;&shy;</a>',
    "a box at the end of a page with a menu": f'<nav><button aria-expanded="false">菜单</button></nav><p>文</p><div style="display:none">{LINK}</div>',
    "a box on a page with a script": f'<script>var a = "youqing"</script><div style="display:none">{LINK}</div>',
    "a general class": f'<style>.hidden{{display:none}}</style><div class="hidden">{LINK}</div><script>x("hidden")</script>',
    "an important rule": f'<style>.l{{display:none!important}}.l{{display:block}}</style><p class="l">{LINK}</p>',
    "a layer's important rule": f"<style>@layer a{{.l{{display:none!important}}}}.l{{display:block!important}}</style><p class=l>{LINK}</p>",
    "an imported stylesheet": f'<style>@import "m.css";</style><p class="imported">{LINK}</p>',
    "a custom property": f"<style>:root{{--w:#fff}}a{{color:var(--w)}}</style>{LINK}",
    "a sum of a custom property": f"<style>:root{{--far:9999px}}p{{position:absolute;left:calc(-1*var(--far))}}</style><p>{LINK}</p>",
    "an animation that shows nothing": "<style>.l{opacity:0;animation:n 1s}@keyframes n{from{opacity:0}to{opacity:0}}</style>"
    f"<p class=l>{LINK}</p>",
    "clear letters without a ground": '<a style="color:transparent;background-clip:text" href="https://x.example.com/">甲</a>',
    "a script hides it at once": f'<div id="yq">{LINK}</div><script>document.getElementById("yq").style.display = "none"</script>',
    "a nested rule": f'<style>.o{{.l{{opacity:0}}}}</style><div class="o"><p class="l">{LINK}</p></div>',
}  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_what_can_be_seen_or_opened(case: str, tmp_path: Path) -> None:
    assert hidden(tmp_path, SEEN[case], m_js="document.querySelectorAll('.youqing')") == []


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees(case: str, tmp_path: Path) -> None:
    assert len(hidden(tmp_path, HIDDEN[case], m_css=".imported{display:none}")) == 1
