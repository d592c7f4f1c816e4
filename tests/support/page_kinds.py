"""One page of every template of tests/sites/whole, by what it is."""

PAGES = {
    "home": "",
    "column": "plan/",
    "article": "plan/phase-study/",
    "progress": "progress/",
    "timeline": "progress/timeline/",
    "matrix": "progress/matrix/",
    "ledger": "progress/ledger/",
    "publicity": "progress/publicity/",
    "reports": "progress/reports/",
    "reading": "study/reading-list/",
    "browse": "browse/",
    "search": "search/",
    "sitemap": "about/sitemap/",
}
CHINESE_ONLY = {
    "dated column": "bulletins/",
    "archive": "bulletins/2008/11/",
    "news": "bulletins/samples/2008-10-28-diaoyan-ting-yijian/",
    "beside a sample": "bulletins/2026-11-22-yinfa-shishi-fangan/",
    "notice": "notices/samples/2008-12-30-zhenggai-fangan-gongshi/",
    "promise": "notices/samples/2009-01-06-danwei-gongkai-chengnuo/",
    "glossary": "study/glossary/",
    "worker": "worker/",
    "issue": "worker/2008-11/",
    "404": "nowhere/",
}
