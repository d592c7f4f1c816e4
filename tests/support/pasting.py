"""HTML as Word puts it on the clipboard: its own properties, comments, and lines broken in the middle of Chinese text."""

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
