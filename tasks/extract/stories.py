"""The story of a single case, told with its ages, money and days: its figures are not the township's year."""

from __future__ import annotations

import re

_SURNAME = "[赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭马方袁唐薛雷贺汤罗郝安常于傅康余顾黄萧姚邵汪毛戴宋庞熊纪舒屈项董梁杜阮闵贾江郭梅林钟徐邱骆高夏蔡田胡凌霍万卢莫房缪丁邓洪石崔龚程陆翁段侯宁刘叶白蒲曾庄邢柳岳齐尹黎武施樊兰殷温芦鲁韦牛岑覃鲍欧涂毕聂焦巩耿符麻裴翟甘卓]"
# what every alternative of _CASE holds; looking for these first makes a text without a story cheap
_CASE_CUES = re.compile(
    "[某×xX因老吵闹争姓]|两[家兄姐口户]|[一子女弟妹]对|一[位名户]|[弟妹子媳妻]俩|家属|一起|[员民人主板]小|最[典难棘]|僵持|相持|争执|口角|冲突|对峙|扯皮|张三|李四|王五|双方|握手|典型案例|[例比]?如|讨|一案|该案|[厂店场司业地户馆]因|大[爷妈娘]"
)
_CASE = re.compile(
    f"(?=[某×xX张李王双握典不例比如户名位家一大老村居群业商邻吵闹争僵相扯该农工0-9春年])(?:(?<={_SURNAME})(?:(?<!主任.)(?<!解员.)(?<!格员.)(?<!寨老.)(?<!书记.)(?<!党员.)(?<!干部.)(?<!民警.)某(?!律师|律所|企业|公司|单位|部门|高校|大学)|[×xX]{{1,2}}(?![×xX]*[镇乡街村区县市社工项]))|(?<=[一-龥])某(?=因|与|和|称|诉|家)|张三|李四|王五|某[甲乙丙丁]|[一-龥]姓[和与][一-龥]姓|典型的如|不可开交"
    "|双方(?:当事人|当场|握手(?!言和的?[0-9约近])|达成|签|因)|(?<![0-9余多][户对件起人名])握手言和(?!的?[0-9约近])|(?:^|(?<=[，。；]))该案|一[一-龥]{1,6}(?:公司|厂|店|场|企业|工地|商户|餐馆)因|(?<=[两二0-9])[户名位家](?:村民|居民|群众|业主|当事人|邻居)[^，。]{0,4}因"
    "|(?<!典)某(?=[一-龥]{0,6}(?:工程|工地|项目部|公司|厂|店|场|企业|工地|商户|餐馆|餐厅|超市|小区|村民|户|业主|男子|女子))|大[爷妈娘](?=[^，。]{0,10}(?:因|与|和|家))|老[张李王刘陈杨赵黄周吴](?:家|与|和|因|头)|(?<={_SURNAME})老(?:汉|伯|太)|(?:[大二三小]|[两三四]个)儿子"
    "|(?:村民|居民|群众|业主|商户|邻居|牧民|农户|工友)[^，。；]{0,8}(?:与|和|跟)(?:邻居|村民|居民|同村|隔壁|对方|老板|业主|工友|儿子|丈夫|妻子)[^，。；]{0,8}因"
    "|(?:吵|闹|争执|僵持|相持|扯皮)(?:了[^，。；]{0,6}(?:年|个月)|不下)|典型案例(?=[：:，是中])|如[^，。；0-9]{3,24}纠纷，(?:经|双方)|(?:^|(?<=[。；：]))如[^，。；0-9]{2,14}[与和][^，。；0-9]{2,12}(?:争议|之争|因)|[之纷]争?拖了[0-9一二三四五六七八九十]+|^如(?:[0-9]{1,2}月|去年|今年|春节|年初|年底)[^，。；]{3,24}，|[0-9]{1,2}月份?[^，。；]{0,14}(?:与|和)[^，。；]{1,8}因[^，。；]{2,16}(?:发生|起了?)(?:争执|纠纷|冲突)|(?:[0-9]{1,2}月|春节前|年前|年底)(?!底)[^。；]{0,24}(?:讨薪|讨回(?:工资|欠薪|薪))|(?:例如|比如)[，：:]?[^，]{0,16}(?:纠纷|一案)|(?<=[纷诉偿同害件罚约薪])一案(?![一件]))"
)
# words that tell of one case in their own sentence, and say nothing of the next
_SCENE = re.compile(
    "最(?:典型|难|棘手|复杂)的(?:是|一)|(?<![起件对])两(?:家人|兄弟|姐妹|口子|户人家)|一户人家|(?:兄弟|姐妹|父子|母子|婆媳|夫妻)俩|[死伤][者亡]的?家属"
    "|一(?:对|位|名)[一-龥]{0,4}(?:夫妻|夫妇|老人|居民|村民|业主|商户|农户|牧民|工人|店主|租客)(?=[^，。；]{0,3}(?:因|反映|找|来到|求助|与|和|向|被))"
    "|一对(?:夫妻|夫妇|兄弟|母子|父子)|(?<=[在的月])一起[一-龥]{2,8}(?:赔偿|纠纷|事故)(?:案|中)?(?=，)"
    f"|(?:人员|村民|居民|工人|业主|员工|老板|店主)小{_SURNAME}"
    "|(?:^|(?<=[，。；]))(?![^，。；]{0,40}(?:防|避免|杜绝|减少))[^，。；]{0,40}(?:因|为)[^。；]{2,30}发生(?:了|过)?(?:激烈|严重)?(?:争执|争吵|口角|冲突|对峙)(?=，(?![^，。；]{0,12}的有[0-9]))"
)
_AFTER_STORY = re.compile(
    "像这样|此类|这类|类似(?:的|案件|纠纷)|(?<=[；。，])(?:街道|全镇|全乡|我镇|我乡|镇里|乡里)?(?:全年|今年(?!初|[0-9]))"
)
_YEAR_FIRST = re.compile("(?:全年|今年(?:以来)?，?(?![0-9])|本年度?|累计|共)[^。；]*[0-9]")
_FOR_INSTANCE = re.compile(
    "[，；](?=(?:[例比譬]如|如(?!期|数|实|何|果|下|上|此|同|约))[“一-龥0-9])"
)  # 化解纠纷11宗，如…一案
_STORY_ENDS = re.compile(
    "率|信访[件事]|来信|来访|在管|在矫|刑满|年末|眼下|办结|接访|复议|应诉|普法|明白人|合法性|执法|截至|热线|登记|在册|现有|累计|受理|排查|全年|今年|我[镇乡]|我街道|全[镇乡]|全街道|20[0-9]{2}年"
)
# a new sentence that begins with what an office does in a year is no more of the story
_ACTS = re.compile(
    "[\\s（(0-9一二三四五六七八九十）)、.是]*(?:[^，。；]{2,8}(?:阶段|期间)，)?(?:街道|镇里|乡里|我镇|我乡|司法所|镇|乡)?(?:联合|接待|接访|开展|举办|举行|组织|发放|印发|制发|收集|收到|办理|办结|完成|召开|建立|建成|新建|打造|落实|加强|推进|深化|健全|完善"
    "|聘请|培养|培育|选聘|选派|配备|制作|悬挂|张贴|设立|设置|开设|审查|审核|检查|查处|立案|引导|对接|推行|推动|强化|抓好|做好|坚持|依托|积极|大力|持续|扎实|充分"
    "|在[^，。；]{2,14}(?:斗争|行动|活动|期间|节点|方面|工作)中?，)"
)


def is_case(sentence: str) -> bool:
    """Whether the sentence tells the story of a single case, which may go on in the next."""
    return _CASE_CUES.search(sentence) is not None and _CASE.search(sentence) is not None


def is_scene(sentence: str) -> bool:
    """Whether the sentence alone tells of a single case."""
    return _CASE_CUES.search(sentence) is not None and _SCENE.search(sentence) is not None


def story_span(sentence: str) -> tuple[int, int]:
    """Where the story of a single case begins in a sentence that first speaks of the year (全年调解136件，其中最难的是…), and where it
    ends and the township's own year begins again (…了事；此类案件全年6宗)."""
    told = _CASE.search(sentence) or _SCENE.search(sentence)
    clause = max(sentence.rfind(mark, 0, told.start()) for mark in "，；。（(") + 1 if told else 0
    instance = _FOR_INSTANCE.search(sentence, 0, clause + 2)
    begin = instance.start() + 1 if instance else clause if _YEAR_FIRST.search(sentence, 0, clause) else 0
    end = _AFTER_STORY.search(sentence, begin)
    return begin, end.start() if end else len(sentence)


def story_continues(told: str, sentence: str) -> bool:
    """Whether a sentence still belongs to the story told before it in its paragraph."""
    return told != sentence and not _ACTS.match(sentence) and not _STORY_ENDS.search(sentence)
