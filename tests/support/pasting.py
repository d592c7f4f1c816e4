"""HTML as Word puts it on the clipboard: its own properties, comments, and lines broken in the middle of Chinese text. And an
article with everything that is pasted elsewhere."""

WORD = """\
<html
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;font-family:"仿宋_GB2312";} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1><span lang=EN-US>一、</span>基本情况<span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal
style='text-indent:32.0pt;mso-char-indent-count:2.0'><span
style='font-size:16.0pt;font-family:仿宋_GB2312;color:red'>各支部
开展<b><span
style='font-weight:bold'>培训</span></b>，到会<span
lang=EN-US>32</span>人<a
style='mso-footnote-id:ftn1'
href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span
lang=EN-US><span
style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></span></a>，见<a
href="https://www.example.org/a">网页</a>。<span
lang=EN-US><o:p></o:p></span></span></p>
<h2>（一）做法</h2>
<p class=MsoListParagraph
style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US
style='font-family:Wingdings'><span
style='mso-list:Ignore'>l<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>先学</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>自学</p>
<p class=MsoListParagraph
style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>l<span>&nbsp;&nbsp;</span></span><![endif]>后议</p>
<p class=MsoListParagraph
style='mso-list:l1 level1 lfo2'><!--[if !supportLists]--><span><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span></span><!--[endif]-->第一条</p>
<table class=MsoTableGrid border=1>
<tr
style='mso-yfti-irow:0'>
<td width=100><p class=MsoNormal align=center><b>单位<o:p></o:p></b></p></td>
<td><p class=MsoNormal><b>人数</b></p></td></tr>
<tr>
<td><p>各支部</p></td>
<td><p>32</p></td></tr></table>
<p class=MsoNormal><img width=300 src="file:///C:/x.png" v:shapes="_x0000_i1025"></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<div
style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div
style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1'
href="#_ftnref1" name="_ftn1"
title=""><span>[1]</span></a> 据签到表。</p></div></div>
<!--EndFragment--></body></html>
"""

EVERYTHING = """\
　　第一段，有*强调*和**突出**，见[通知](https://www.example.org/a)，又见[通知](https://www.example.org/a)和[信箱](mailto:a@example.org)，网址 <https://www.example.org/b>[^1]。

![现场](wide.webp)

## 一、做法

<figure><img src="clear.png" alt="线条"><figcaption>图的说明</figcaption></figure>

> 引文第一段。
>
> 引文第二段。

1. 第一条

    第一条的第二段。

    1. 第一条之一
    2. 第一条之二

2. 第二条[^1]

!!! note "编者按"

    按语第一段。

    - 按语的一条
    - 按语的又一条

### （一）表

| 单位 | 人数 |
| --- | ---: |
| 甲支部 | 12 |
| 乙支部 | 34 |

| 事项 | 目标 | 措施 | 责任单位 | 期限 | 空格 |
| --- | --- | --- | --- | --- | --- |
| 改场地借用 | 借用不用跑两趟 | 网上登记，当天答复，第二天就能用 | 办公室 | 2009年1月23日 | |

<table>
<caption>表的说明</caption>
<tr><th colspan="2">合在一起的表头，比较长的一段文字</th><th>另一个比较长的表头</th></tr>
<tr><td rowspan="2">两行合并的格子，里面的文字也长</td><td>一格普通的文字，不短</td><td>又一格普通的文字，也不短</td></tr>
<tr><td>第三行的文字</td><td>第三行的另一格</td></tr>
</table>

---

术语
:   解释的话。

一行<br>　　又一行

<p class="doc-signature">某某工会</p>
<p class="doc-date">2008年10月20日</p>

[^1]: 注的第一段，见[那边](https://www.example.org/c)。

    注的第二段。
"""
