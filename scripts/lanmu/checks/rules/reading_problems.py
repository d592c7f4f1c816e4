"""What reading docs/ finds wrong: a rule for each kind of problem."""

from lanmu.checks.engine.rule import Findings, Level, Project, Rule, rule
from lanmu.diagnostics.errors import ProblemKind

DOCUMENTS: dict[tuple[str, *tuple[ProblemKind, ...]], str] = {
    ("FM001", ProblemKind.UNREADABLE): """稿件信息读不出来

查什么
    稿件开头 --- 之间的稿件信息读不出来：没有开头或结尾的 ---，冒号写成了中文的“：”，括号、引号不成对，
    同一个字段写了两次，文件不是 UTF-8 编码。数据文件（campaign.yml、columns.yml 等）也查。
    太大、太密的也不读：文件最多 1 MB（约 33 万个汉字），稿件信息最多 10 万个字；列表、引用、HTML 标签和 YAML 的缩进、
    括号最多套 50 层；表格一共最多 5 万格，脚注的标记最多 1,000 个，一个数最多 1,000 位；一段里没有结束的括号、强调记号
    最多 100 个，各种记号最多 2 万个，连着的小标题、分隔线最多 200 行；代码块的 ``` 最多 200 行。
为什么
    程序读不出标题、日期和来源，这篇稿件就不能发布；数据文件读不出来，整个站点都不能生成。太大、太密的稿件要算几分钟，
    还会让程序没有一句话就退出，所以先数一数，再读。
不合格
    title 后面用了中文冒号：
        ---
        title：一次学习
        date: 2008-11-05
        ---

        大家读了书，谈了体会。
    没有写第二行 ---：
        ---
        title: 一次学习
合格
    字段名、英文冒号、一个空格、内容，前后各有一行 ---：
        ---
        title: 一次学习
        date: 2008-11-05 09:30
        genre: 动态
        source: 办公室
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
        ---

        大家读了书，谈了体会。
怎么改
    照提示改那一行。值里有英文冒号或 # 时，把整个值放进一对英文单引号；编码不对时，用记事本另存为 UTF-8。
    太大、太密的，把稿件分成几篇，长的材料作成附件。
""",
    ("FM002", ProblemKind.MISSING): """缺少必填的稿件信息

查什么
    稿件开头 --- 之间的必填字段没有写，或者写了却是空的：标题 title、发布时间 date、体裁 genre、摘要 summary，
    以及供稿单位 unit 和来源 source（两项至少有一项）。数据文件（columns.yml 等）的必填字段同样要查。
为什么
    没有标题、日期、来源的文章，检查时算“未更新”或“来源不明”（国办发〔2017〕47号附件的网页标签、
    国办秘函〔2019〕19号）；生成网页也要用到这些字段。
不合格
    没有发布时间：
        date:
    没有供稿单位，也没有来源：
        unit:
        source:
合格
    供稿单位和来源有一项就行：
        source: 本站根据实施方案编写
怎么改
    照提示补上这个字段。字段的写法见 HANDBOOK.md。
""",
    ("FM003", ProblemKind.UNKNOWN_FIELD): """写了不认识的字段

查什么
    稿件信息和数据文件里有程序不认识的字段，多半是字段名拼错了，或者缩进不对，跑到了别的字段下面。
为什么
    拼错的字段不起作用：以为写了来源，网页上其实没有。
不合格
    author 拼错了：
        auther: 示例人员甲
合格
    字段名和 HANDBOOK.md 里的一样：
        author: 示例人员甲
怎么改
    照提示改成认识的字段名；用不着的字段删去。
""",
    ("FM004", ProblemKind.VALUE, ProblemKind.PERIOD): """字段的值写得不对

查什么
    字段的值不合要求：日期不是真有的日子，期号不是整数，标题太长，一组值没有写方括号，
    结束早于开始，等等。数据文件也查。
为什么
    网页标签、列表、进度图表都从这些值算出来；日期写错还会被当成虚假的发布日期（国办秘函〔2019〕19号单项否决）。
不合格
    日期写成了中文：
        date: 2008年11月5日
    公示结束早于开始：
        notice: {start: 2008-12-29, end: 2008-12-22}
合格
    日期是真有的日子，时间用英文冒号：
        date: 2008-11-05 09:30
怎么改
    照提示改成要求的写法。
""",
    ("FM005", ProblemKind.UNKNOWN_NAME): """名称在 campaign.yml 或 genres.yml 里没有

查什么
    稿件写的供稿单位、阶段、任务、成果、主题、突出问题，在 campaign.yml 里没有这个名称；channels 和栏目的 fronts 写的宣传
    阵地，在 campaign.yml 的 fronts 里没有这个 id；稿件写的体裁，程序自带的和 docs/genres.yml 里都没有，或者 docs/genres.yml
    里提到没有的体裁；campaign.yml 里写的阶段页面不存在；信息上报台账（reports.yml）登记的文章不存在，或者没有供稿单位。
为什么
    时间表、成果对照表、整改台账按名称归类，名称差一个字，这篇稿件就归不进去。
不合格
    任务的名称是“培训”：
        tasks: [业务培训]
    没有这种体裁：
        genre: 新闻
合格
    和 campaign.yml 里的名称一字不差：
        tasks: [培训]
怎么改
    照提示改成已有的名称；确实是新单位、新任务的，先加进 campaign.yml，新体裁加进 docs/genres.yml。
""",
    ("FM006", ProblemKind.MISFIT): """几个字段互相对不上

查什么
    任务不属于所写的阶段；成果不属于所写的任务；真实稿件写了示例用的占位单位；信息上报台账里采用早于报送、重复登记，
    或者报送日和稿件里写的不一样。
为什么
    对不上的稿件会出现在错误的阶段和任务下面；占位单位发布出去，等于虚构了一个单位。
不合格
    “培训”是学习阶段的任务，不是整改阶段的：
        phase: 整改
        tasks: [培训]
合格
    阶段和任务对得上：
        phase: 学习
        tasks: [培训]
怎么改
    对照 campaign.yml，改正其中一个字段。
""",
    ("FM007", ProblemKind.FILE_NAME): """文件名不能作网址

查什么
    稿件的文件名、文件夹名不是小写英文字母、数字和短横；后缀写成了 .MD、.markdown 或 .md.txt，不会成为网页。
为什么
    文件名就是网址。中文、空格、大写字母在有的系统上打不开，转发出去成了一长串 %E4%BD…。
不合格
    文件名是中文：
        -- docs/news/支部学习.md --
        大家读了书，谈了体会。
    后缀多了 .txt，不会成为网页：
        -- docs/news/2008-11-05-zhibu-xuexi.md.txt --
        大家读了书，谈了体会。
合格
    日期加拼音：
        -- docs/news/2008-11-05-zhibu-xuexi.md --
        大家读了书，谈了体会。
怎么改
    运行 python scripts/rename_article.py 文件 --slug 新名，别处的链接、图片和译文一起改；后缀不对的，自己改成 .md。
    文件名带“副本”“Copy”的，多半是复制出来的，用不着就删去。
""",
    ("FM008", ProblemKind.ADDRESS): """网址被占用

查什么
    两个文件的网址相同；文件占用了自动生成的列表页的网址；旧网址（redirect_from）已经属于别的页面，或者不能作网址。
为什么
    两个页面用一个网址，后生成的会盖掉先生成的，读者少看一篇，而且没有任何提示。
不合格
    xuexi.md 和 xuexi/index.md 的网址都是 xuexi/：
        -- docs/plan/xuexi.md --
        大家读了书，谈了体会。
        -- docs/plan/xuexi/index.md --
        ---
        title: 学习的安排
        summary: 学习分几步走、每一步学什么，一页看明白。
        ---

        分三步。
合格
    旧网址没有别人用：
        redirect_from: [news/123.html]
怎么改
    给其中一个文件改名（python scripts/rename_article.py 文件 --slug 新名），或删去重复的旧网址。
""",
    ("FM009", ProblemKind.ISSUE): """简报期号重复

查什么
    同一个栏目里，不是同一天发布的两篇稿件写了同一个简报期号 issue。同一天的几篇算同一期，印在一份简报里。
为什么
    期号是简报的编号，归档、引用都靠它；重复了，就分不清说的是哪一期。
不合格
    两篇都是第3期：
        -- docs/plan/a.md --
        issue: 3
        -- docs/plan/b.md --
        date: 2008-11-06 09:30
        issue: 3
合格
    每期一个号；同一期登几篇的，期号和发布日期都相同：
        issue: 3
怎么改
    后发的一篇改成没有用过的期号；真是同一期的，把发布日期写成同一天。
""",
    ("FM010", ProblemKind.SAMPLE): """示例和真实稿件放混了

查什么
    写了 sample: true 的示例没有放在栏目的 samples 文件夹里；或者放在 samples 里的稿件没有写 sample: true。
为什么
    示例不会正式发布。真实稿件误放进去，就发不出来；示例放到外面，会被当成真事。
不合格
    示例放在了真实稿件中间：
        sample: true
合格
    真实稿件不写 sample：
        draft: false
怎么改
    写上或删去 sample，再运行 python scripts/rename_article.py 文件，程序移到对的文件夹。
""",
    ("FM011", ProblemKind.IMAGE): """题图找不到或不是图片

查什么
    题图 image 写的文件不在稿件旁边，文件名（包括大小写）对不上，或者不是图片。lanmu.toml 的 [site.look] 里的徽标 badge、
    横幅 banner 也查：文件要在 docs/ 的栏目文件夹里。
为什么
    找不到的题图在网页上是一个破图标；服务器分大小写，自己电脑上看得见，发布后可能看不见。
不合格
    稿件旁边没有这张图：
        image: xuexi.png
合格
    没有题图就不写：
        author: 示例人员甲
怎么改
    把图片放进稿件所在的文件夹，image 只写文件名；徽标和横幅写 docs/ 下面的路径。
""",
    ("COL005", ProblemKind.CLOSING): """栏目的归档状态和日期对不上

查什么
    columns.yml 里，栏目写了 status: archived（已归档）却没有归档日期 closed；或者写了 closed 却还在办。
为什么
    活动结束后的专题要标明已经归档、什么时候归档，才不按“更新不及时”考核（国办秘函〔2019〕19号）。
不合格
    归档了，没有日期：
        -- docs/columns.yml --
        columns:
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态], fresh_days: 14, status: archived}
合格
    归档的栏目写明日期：
        -- docs/columns.yml --
        columns:
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态], fresh_days: 14, status: archived, closed: 2008-11-18}
怎么改
    归档的补上 closed: 日期；还在办的删去 closed。
""",
}


def problems(code: str, *kinds: ProblemKind, document: str) -> Rule:
    def check(project: Project) -> Findings:
        return project.findings(*kinds)

    return rule(Level.ERROR, code, document)(check)


RULES = tuple(problems(code, *kinds, document=document) for (code, *kinds), document in DOCUMENTS.items())
