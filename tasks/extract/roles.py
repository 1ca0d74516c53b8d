"""Status and scope of a number: what the clause and the section around it say of time, certainty and whose it is."""

from __future__ import annotations

import re

from tasks.extract.model import Mention
from tasks.extract.period import Period
from tasks.extract.quantity import BINDING, Quantity
from tasks.extract.subjects import named_place

_PLAN = re.compile(
    "(?=[力争预打拟目计将今下接暂初新原年准任])(?:今后|下一步|接下来|力争|争取(?!到|[^，。；]{0,4}(?:资金|支持|项目|上级))|预计|预期|打算|(?<![重草代起虚模])拟(?=[在于新建增开组聘投培打]|[0-9])|目标(?:为|是|任务)"
    "|(?<!制定)(?<!制订)(?<!按)(?<!度)(?<!作)(?<!实施)计划(?=法治|学法|新|开|在|于|提请|提交|出台|上半年|下半年|举办|安排|申报|创建|春节|为[0-9]|20[0-9]{2}|组|建|投|培|完|打|聘|对|再|全年|[0-9])"
    "|(?<![^，。；、我镇乡道府前还也周年])将(?=新|开|在|于|组|建|继续|持续|进一步|投|培|完|打|聘|力|再|补|拆|扩|拓|推|达|实|邀|举|安|配|选|引|出))|将(?=补充|拆分|扩大|增加到|提高到|达到|推出)|(?:^|(?<=[，。；、年月还也并镇乡道委底期度]))拟(?=[一-龥])(?![定制稿写办发印改]|立案|作出|修改|出台|上会|提交)|(?<!作)暂定|初步排定|新的?一年(?!来)|下半年(?=普法|拟|计划|再)|目标值|(?<![比较照按])原(?:计划|定(?!居))|(?<![比较照按])年初(?:计划|定下|确定(?=[^，。；]{0,6}目标))|(?:年度|全年|年初)(?:目标|任务)(?:任务|数|是|为)*(?!的[约近超]?[0-9.]+%)(?=[^，。；率]{0,6}[0-9])"
    "|任务数(?:为|是)?(?=[^，。；]{0,4}[0-9])|(?<=[县市区省]定)(?![^，。；]{0,10}标准)[^，。；0-9]{0,10}(?:目标|任务|指标|计划)(?:数|为|是)*(?=约?[0-9])|率(?:目标|指标)(?=[0-9])|(?:计划|目标)的(?=约?[0-9])(?![0-9.]+%)|年初(?:提出)?的?(?=[0-9.]+[%％]?(?:以上)?的目标)|年初安排(?=[^，。；0-9]{0,16}[0-9][^。；]{0,24}(?:完成|实际|只|仅)[^，。；0-9]{0,6}[0-9])|计划(?:年内|全年)|准备(?=再|在|于|新|建|开|明年|把|聘|投)(?!在案|在册)"
)
_SET_BEFORE = ("原计划", "原定", "年初", "年度", "全年", "任务数")
_FIGURES = re.compile("[0-9]+")
_WISHES = ("力争", "争取")
_DONE_INSTEAD = re.compile("(?:只|仅|实际|最终)[^，。；0-9]{0,6}[0-9]")  # 原计划4期的培训只举办了2期
_DONE_BESIDE = re.compile(
    "(?:我[镇乡]|我?街道|全[镇乡])?(?:(?:实际?|已|全年|年内|共)(?:实施|执行|完成|开展|组织|落实|检查|办结|达到|培训|建成|新建|举办|培养|新增|化解|创建|审查)了?[0-9]|(?:实施|执行|完成|开展|组织|落实|检查|办结|达到|培训|建成|新建|举办|培养|新增|化解|创建|审查)了?[0-9]+[余多]?[一-龥]{1,2}(?:[，。；、（(]|$))"
)
_ALREADY = re.compile("已(?!经?成为)|今年以来|截至|(?<![由从])现有")
_SCARCE = re.compile("(?:当前|目前|现阶段|眼下)[^。；]{0,20}(?:仅有?|只有?)$")  # 当前，持证人员仅6人: no plan
_DONE = re.compile(
    "已(?!经?成为|列)|实际|现为|现(?=[0-9])|年末|超额|今年以来|截至|目前|现有|累计|完成(?:了|$)|开展了|了$|共(?!同|建|治|享|商)"
)
_RULE = re.compile(
    "每(?:年|人|村|个|学期|名|季|月|半|周|次|社区|位|位)|原则上|应当?(?!急|对|诉|审|检|查|用)|必须|须(?!知)|要求|规定|确保|保证|标准为|达标"
)
_FROM = re.compile("(?:从|由)(?:[^，。；0-9]{0,8}|[^，。；0-9]{0,2}(?:[0-9]{4}年|“十.五”)[^，。；0-9]{0,3})$")
_RISEN = re.compile("[^，。；、0-9]{0,4}(?:到|至|为|成)(?=[约近超]{0,2}[0-9零一二两三四五六七八九十百])")
_THAN = re.compile("(?:较|比)(?:去年|上年|上一?年度?)(?:同期)?的?[^，。；0-9]{0,6}$")
_CHANGED = re.compile("(?:大幅|明显|略有|有所)?(?:下降|上升|增长|增加|减少|降低|提高)")
_OUGHT = re.compile("(?<![供反响适对])应[达满学到有配][到有备]?$|(?:要求|规定|约定)的$|标准[为是][^，。；0-9]{0,6}$")
_NOT_MET = re.compile("(?:未|不|没有|违反)[^，。；]{0,16}(?:要求|规定|约定)的$")
_DEMANDED = re.compile(
    "(?:要求|规定)每(?!个?(?:月|季|年|周|旬|日|天|半|学期))[^，。；0-9]*$"
)  # 全市要求每个社区配备1名
_DEMANDED_OF_PLACES = re.compile("(?:要求|规定)每个?(?:行政)?(?:村|社区|居|网格|嘎查)[^，。；0-9]*$")
_BOUND_APART = re.compile("(?:至少|不少于|不低于|不得少于)[一-龥]{1,8}$")  # 每年至少参与调解2起
_ENSURED = re.compile("(?:确保|力保|力求)(?!了)[^，。；]*$")  # what is to be reached, not what was
_THRESHOLD = re.compile(
    "以[上下内]的?(?:重复|重大|大额|群体)?(?:案件|合同|项目|处罚|罚款|工程|资金|支出|采购|投诉|诉求|活动|罚没)"
)
# 余案2件力争明年上半年办结: what will be done follows the figure
_AHEAD = re.compile(
    "[^，。；（(0-9]{0,10}(?:计划(?:在|于|明年|下年|[上下]半年|春节|20[0-9]{2}年)|力争(?:明年|在|于|下年)|将于|拟于)"
)
# 较今年的44件下降10%, 今年排查出的4件积案: in a plan, what the year that ends has left
_THIS_YEARS = re.compile("(?:今年|本年度?)(?![^，。；]{0,6}(?:将|计划|拟|力争))(?:[^，。；0-9]{0,6}的)$|巩固今年$")
_BASIS = re.compile("[一-龥]{0,4}的?基础上")  # 在今年调解143件的基础上
_CHANGE = re.compile(
    "(?:增长|上升|下降|减少|增加|提高|提升|降低|上涨|下滑|回落|升高|增幅|降幅|同比[增减]?|反升|反降|(?<!最)高出?|(?<!最)低|多出?|少|翻|压降|压减|[多少][一-龥])(?:幅度|率)?[了约近达为超过]{0,3}$"
)
_MORE_DONE = re.compile(
    "(?:比|较)[一-龥0-9]{0,4}(?:上一?年度?|去年|同期|[0-9]{4}年|年初计划|计划|目标)[一-龥]{0,4}?(?<![不至])[多少][一-龥]{0,2}$|比[^，。；0-9]{2,12}[多少](?:进|跑|查|办|花|用)[一-龥]{0,3}$"
)
_CHANGE_ENDS = frozenset("长升降少加高低涨滑落幅比增减多出翻率压了约近达为超过")
_BESIDE = re.compile("(?:高于|高出|低于|优于|领先|比全|较全)[^，。；]*$")
_COMPARED = re.compile("同比|环比|较|相比|比(?!例|赛|武|对|选|率|重|学)|上年|去年|同期|反[升降]")
_HIGHER = re.compile(
    "(?:^|[，。；、：:（(]而?|在(?=全)|(?<![居为向占])(?<!代表)(?<!位列)(?<!参加)(?<!参与)(?=全[县市区旗州省](?!乡(?!镇)|镇(?!街)|[率首第前推唯最先通]|国家工作人员|学法用法|均值|平均)[^，。；]{0,14}[0-9]))(?:[0-9]{4}年(?:度|以来)?，?|今年(?:以来)?，?|截至[^，]{0,8}，?|[0-9]{1,2}月(?:份|底|初)?，?)?"
    "(?:(?:邻近|相邻|周边|毗邻|兄弟|外[省市县])的?[^，。；0-9和与等]{0,6}(?:镇|乡|街道|苏木)(?=[^，。；镇乡]{0,10}[0-9])|全[区县市省州旗盟](?!乡(?!镇)|镇(?!街)|国家工作人员|学法用法)|我[区县市](?!镇)|[市区县州旗][上里](?!下|[^，。；0-9]{0,6}(?:赋权|赋予|下放|交办|转来|转办|转交|反馈|移交|评查的|抽查的))|[市区县]级层面|[区县旗州](?!域|内|块|级|间)(?:总调委会|普法办|工商联|[一-龥]{2,8}中心)|(?:[县市]域|[区县市]属)(?=[^，。；]{0,12}[0-9])|[省市区县旗州](?:级|委)?(?:法治|依法治[省市区县旗州])?(?:督查|督察|巡察|检查|考核|评查)组|[省市区县旗州]依法治[省市区县旗州]办|[县区市旗]级(?:领导|各?部门)|[县区市旗州](?:人民)?(?:法院|检察院|人大|政协)[^，。；0-9]{0,8}[来到赴在]我?(?:[镇乡]|街道|苏木)|[县区市旗州](?:人民)?(?:法院|检察院)(?![^，。；]{0,4}(?:委托|委派|移交|交办|转))[^，。；0-9]{0,16}(?:审结|受理|审理|开庭|判决)|(?:镇|街道|乡)?派出所(?!、|和|与)[^，。；0-9、]{0,6}(?:处理|接报|接处警|办理(?!户)|查处|破获|抓获)|(?:[镇乡]|街道)?(?:市场监管|市监|食药监|自然资源|国土|水务|林业|税务)所(?=[^，。；0-9、和]{0,4}(?:立案|处罚|查处|罚款))|由[一-龥]{2,8}(?:部门|机关|分?局)(?=(?:依法)?(?:给予|处以|罚款|处罚|行政拘留|拘留))|公安(?:机关|部门)(?=[^，。；0-9、和]{0,4}(?:拘留|抓获|刑拘|处罚))|(?:驻[镇乡]|中心|巡回)?法庭(?![^，。；]{0,10}(?:委托|委派|移交|邀请))[^，。；0-9]{0,8}(?:立案|审结|受理|审理(?!前)|判决|结案)|驻(?:街道|镇|乡)的[^，。；0-9、]{2,10}(?:所|分局|队)|(?!市[容政场])[县区市旗][一-龥]{2,10}(?:大队|支队)(?![^，。；0-9]{0,8}(?:中队|驻|配合))(?=[^，。；]{0,18}[0-9])|自治区(?=全年|今年|举办|组织)|[县区市]局|上级(?!(?:党委|政府|部门|有关|相关|关于[^，。；0-9]{0,8}|会议|决策|工作|文件)*(?:部署|精神|要求|指示|规定|政策)(?![^，。；0-9]{0,4}(?:召开|组织|开展|每)))(?!部门(?:收回|赋权|下放|授权|委托|交办|转办)|收回|上收|赋权|下放|授权|委托|交办|转办|转交)|[区县市]级?(?:下达|分配)|(?![一-龥]{0,3}[向请会联与和报经按对在同配邀根送参移])[一-龥]{0,4}[区县市旗州](?:委|(?:人民)?政府(?!(?:门户|信息公开)?网|信息网|公报|平台)|司法局|委依法治[区县市]办|[一-龥]{0,8}执法局|(?<!市)[一-龥]{1,5}局(?=[^，。；]{0,18}[0-9])|(?<=市)(?!场监管)[一-龥]{1,5}局(?=[^，。；]{0,18}[0-9])))(?![^，。；0-9]{0,6}(?:作出|撤销|维持|终止|责令履行|确认违法|驳回)|[^，。；0-9]{0,12}(?:转来|交办|转办|反馈|移交|转交|批转|备案|委托|核发|送教|抽考|交由|下沉|赋予的|下放的|选派|派驻|派出|派来|指派|安排|支持)|[^，。；0-9]{0,30}下沉)"
)
_BESIDE_OURS = ("同期", "平均", "今年同期")
_WITH = re.compile("请|邀|与|会同|联合|配合|协同|向|报|送")
_CLAUSE_MARKS = "，；。,;"
_CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]")
_DIGIT = re.compile("[0-9一二两三四五六七八九十百千]")
_ALLOTTED = re.compile(
    "(?:市|区|县|旗|省|上级)[上里级]?(?:下达|分配|核定|赋予(?!我|[^，。；]{0,10}(?:事项|权限|职权)))[^，。；]{0,12}(?<!任务的)(?<!目标的)$"
)
_OWN = re.compile(
    "(?:反馈|指出|提出|发现)的?(?=[0-9]+[余多]?[个项条件类]问题)|(?:反馈|指出|提出|发现)(?:的|我镇|我乡)?[^，。；0-9]{0,4}问题|实际(?=[一-龥]{0,4}[0-9])|实际[完培开建]|抽[查评看取检到调阅]到?(?:我(?:镇|乡|街道|苏木)|街道|镇(?!街)|乡(?!镇))|(?<!全[县市区旗])里?抽[评查看]的(?=[0-9]+[份卷宗本])|给我(?:镇|乡|街道)[^，。；0-9]{0,4}(?:点出|指出|反馈|提出)|(?:[分派转落交][到给至]|分解[到给]|涉及|归)我(?:镇|乡|街)|(?<=[，；。])(?:街道|镇里|乡里|镇上|乡上|镇级|乡级|街道级|本级|[镇乡](?=自[行己]|本级))(?!社区)|(?<=[，；。])[镇乡](?=调委会|人民调解|司法所|综治)|自行(?!车)|到岗|在岗|实有|联系我[镇乡]|(?<![来到对赴给为向查评察督核抽予发在达])(?:我[镇乡]|我街|我苏木|(?<!我)苏木)|现有|销号|完成率|全[镇乡]|全街道|全苏木|本[镇乡]|本街道|辖区|[镇乡](?:党委|政府)|街道(?:党工委|办事处)|镇村"
)
_SUB_AREA = re.compile(
    "(?:^|[，。；：:、]|其中[，,]?|如[，,]?)(?:以|在|由)?(?!各|全|我|本|每|该|就|一村|村村|[一二三四五六七八九十]是|老旧|示范|行政|城市|农村|镇村|下辖|对|向|进|为|与|和|及|各行政|所有|多|两|三|试点|驻|坚持|[一-龥]{0,3}[和及与])"
    "[一-龥]{1,4}?(?<![个各全示范辖农乡驻入进到下居业行政级类点旧的转属然包走大决中派管助备占族对向为给让使过])(?:(?<!镇)村|社区|小区|嘎查|村委会|居委会|安置点|居民区)(?![口头道内服宣村级民委两法规干居屯道镇庄支文主书会组医警律数务事微“、，（(和与及]|调(?!解室|[处解][^，。；员委]{0,4}[0-9])|公约|集体|规划|入户|串户|治理|矫正|戒毒|工作|旅游|振兴)"
    "|(?:其中|(?<![一-龥])[如像])[，,]?(?:[^，。；0-9]{2,8}的)?(?:(?![其由以在对与和及向被让将把各全镇乡街本我每该驻两级个等型类先进行政示范自然过导靠托合立建设并])[一-龥]){2,6}(?:村|社区|嘎查)调(?:解委员会|委会)[^，。；]*$"
    "|其中[^，。；0-9、]{2,6}所在的(?:(?![各全])[一-龥]){2,4}(?:村|社区|嘎查)(?=$)"
    "|(?:^|[，。；：:、]|在)(?:[一-龥]{2,4}(?<![各全分城划辖个大旧新老])片区|[一二三四五六](?:中队|小队|分队))(?![长化])|有[0-9一两二三四五六七八九十几]+个(?:行政)?(?:村|社区)(?![、和及])(?=[^，。；]+$)|最[多少高低远好差][^，。；]{0,10}?(?:村|社区|嘎查)"
    "|(?:个别|有的|部分|少数|一些)(?:行政)?(?:村|社区|嘎查)(?![干民居两级])|平均每|每(?:个)?(?:行政|牧业|自然)?(?:村|社区|网格|小区|嘎查|居民区|所(?!学)|校)|^各(?:村|社区|嘎查)(?![^，。；]{0,24}(?:共|累计|合计|现有))|(?:村|社区|站|点|[）)])各(?=[一-龥]{0,6}$)|(?:村|社区|[）)])均(?=[一-龥“”]{0,12}$)"
)
# 按每村2名的标准培养26名: what 每 says is the rate, the figure is the township's
_SET_RATE = re.compile("每[^，。；]*(?:标准|要求|原则|共|合计|总)")
# 接受区委依法治区办督察1次: what is done to the township is another body's
_RECEIVED = re.compile(
    "(?:接受|迎接|配合)[^，。；0-9]{0,4}(?:上级|[省市区县旗州])[^，。；0-9]{0,12}(?:督察|督查|巡察|主场活动)[^，。；0-9]{0,4}$"
)
# 参加县级法治工作会议3次: what others hold; persons who go there are the township's
_ATTENDED = re.compile(
    "参加(?:了|过)?(?:上级|全?[省市县区州旗](?![镇乡街村])(?:级|里|委|司法局|政府)?)(?:党校[^，。；0-9]{0,8}班|[^，。；0-9]{0,12}(?:会议|推进会|工作会))$"
)
_HELD = re.compile("[0-9一二两三四五六七八九十]+余?(?:场次|[次期场回])(?!人)")
_ONE_PLACE = re.compile(
    "(?:值得一提的是|特别是|尤其是|例如|比如|其中|如|最[一-龥]{1,2}的(?:是|数|要数)?)[一-龥]{2,5}(?:村|社区|嘎查)"
)
# “老娘舅”调解室全年调处76件: what one room did
_ONE_ROOM = re.compile(
    "(?:(?:仅|光|光是|其中|如)[一-龥]{0,6}|(?:其中|如)?[一-龥]{2,5}(?:村|社区|嘎查))?“[^“”]{2,8}(?:[室坊站堂亭]”|”(?:[一-龥]{0,4}(?:工作室|调解室|调解站|调解队)))[一-龥]{0,6}(?:调处|调解|化解|受理|接待|说和|劝和|办理)[^，0-9]{0,20}$|[一-龥“”，]{0,10}(?:某|[员任记][一-龥]{2,3})个人(?:就|共|已|先后)?(?:调(?!解[室员])|参与|报送|化解|承担|受理|经手)[^，0-9]{0,8}$|仅[一-龥]{2,4}(?:村|社区)(?:就)?占?了?[一-龥]{0,4}$|(?:[一-龥]{0,8}[，：])?(?:(?![各全镇乡街每本])[一-龥]){2,4}(?:村|社区)(?:“[^“”]{2,8}”|法律明白人|调解员)仅有?$|该(?:村|社区|嘎查)|村里[一-龥]{2,8}有$"
)
# 本人包案4件，化解3件；接访31批次: what the leader who reports did alone
_MYSELF = re.compile(
    "本人(?:全年|共|累计|先后|亲自|直接|带头|坚持[^，。；0-9]{0,6})*(?:包案|包抓|挂点|坐班|包保|包联|接访|接待|撰写|自学|督办|批阅)"
)
_DOES_TOO = re.compile("(?:已|共|全部|成功|坐班)*(?:化解|息诉|息访|办结|接访|接待|撰写|自学|督办|批阅|包案|本人)")
_OF_HIGHER = re.compile(
    "(?:(?<!占)(?<!占了)(?<!占到)全[区县市旗州]|(?<!聘请)(?<!邀请)(?<!请)(?<!聘)[区县市旗]里)(?:平均(?:水平)?)?(?:的|[（(])?$|全[区县市旗州]总数[（(]$"
)
_PLACE = re.compile("[村区点站）)嘎格队所校]")


def is_change(sentence: str, start: int, quantity: Quantity) -> bool:
    """Whether the number at `start` says by how much something grew or fell, not how much it is."""
    if quantity.family in ("points", "multiples"):
        return True
    if _says_more(sentence, start):
        return True
    if sentence[start - 1 : start] not in _CHANGE_ENDS or not _CHANGE.search(sentence, max(0, start - 8), start):
        return False
    return quantity.family == "percent" or bool(_COMPARED.search(sentence, max(0, start - 30), start))


def as_change(mention: Mention) -> Mention:
    """The mention as one of a change, which belongs to no metric and to the year that it is said of."""
    mention.status = "planned" if mention.status == "planned" else "achieved"
    mention.dimension, mention.rule, mention.period_end = "change", "change", None
    return mention


def stands_out(sentence: str, start: int) -> bool:
    """Whether a change is the distance to another body's figure (高于全县平均水平3.2个百分点), which is the township's own."""
    return _BESIDE.search(sentence, max(0, start - 24), start) is not None


def _says_more(sentence: str, start: int) -> bool:
    """'比上年多审19件': by how much more was done, with the verb between."""
    near = sentence[max(0, start - 4) : start]
    return ("多" in near or "少" in near) and bool(_MORE_DONE.search(sentence, max(0, start - 24), start))


class Roles:
    """Status and scope of the numbers of one sentence; the sentence's cues are looked up once."""

    def __init__(self, sentence: str, section: str, *, coming: bool = False) -> None:
        """`coming`: the paragraph opens with what will be done, so that its figures are planned as in a section of plans."""
        self._sentence = sentence
        self._section = "plan" if coming else section
        section = self._section
        self._plans = [(m.start(), _plan_reach(sentence, m)) for m in _PLAN.finditer(sentence)]
        self._already = _first(_ALREADY, sentence) if section == "plan" else 0
        self._rule = _RULE.search(sentence) is not None
        self._higher = [
            (m.end(), _higher_reach(sentence, m))
            for m in _HIGHER.finditer(sentence)
            if not (
                m[0].startswith("、") and _WITH.search(sentence, _clause(sentence, m.start(), _CLAUSE_MARKS), m.start())
            )
        ]
        self._own = [m.end() for m in _OWN.finditer(sentence)] if self._higher else []
        self._allotted = "下达" in sentence or "分配" in sentence or "赋予" in sentence or "核定" in sentence
        self._attended = "参加" in sentence
        self._received = "接受" in sentence or "迎接" in sentence or "配合" in sentence
        self._places = _PLACE.search(sentence) is not None
        self._rooms = "“" in sentence or "该" in sentence or "个人" in sentence or "仅" in sentence
        self._named = named_place(sentence)
        myself = _MYSELF.search(sentence) if "本人" in sentence else None
        self._myself = myself.start() if myself else len(sentence)

    def status(self, start: int, quantity: Quantity, period: Period | None) -> str:
        """Status of the number at `start`, by clause first and section second; `period` is its time."""
        said = period.status if period else None
        if said in ("cumulative", "prior_period"):
            return said
        coming = said == "planned" and period is not None and not _DONE.search(self._sentence, period.said_at, start)
        if _is_base(self._sentence, start, quantity):
            # a plan starts from what stands now, what was done from the year before
            return "achieved" if coming or self._section == "plan" else "prior_period"
        if coming:
            return "planned"
        end = start + quantity.end - quantity.start
        explicit = period is not None and said is not None and period.explicit
        if self._section == "plan" and not explicit and not self._already < start:
            left = _THIS_YEARS.search(self._sentence, max(0, start - 10), start) or _BASIS.match(self._sentence, end)
            left = left or _SCARCE.search(self._sentence, 0, start)
            return "achieved" if left else "planned"
        clause = _clause(self._sentence, start, "，；：,;")
        if _AHEAD.match(self._sentence, end):
            return "planned"
        planned = max((at for at, reach in self._plans if at < start < reach), default=-1)
        if planned >= 0 and (planned >= clause or not _DONE.search(self._sentence, planned, start)):
            return "planned"
        bound = quantity.hedge in BINDING or _BOUND_APART.search(self._sentence, clause, start) is not None
        if not bound and _ENSURED.search(self._sentence, clause, start):
            return "planned"
        if quantity.family != "percent" and _THRESHOLD.match(self._sentence, end - 2):
            return "norm"
        if quantity.hedge.startswith("不得") or (self._rule and _DEMANDED.search(self._sentence, clause, start)):
            return "norm"
        if _OUGHT.search(self._sentence, max(0, start - 4), start) and not _NOT_MET.search(
            self._sentence, clause, start
        ):
            return "norm"
        if bound and (
            quantity.family in ("hours", "credits")
            or self._rules(clause, start)
            or self._sentence.startswith(("，实际", "、实际", "（实际"), end)
        ):
            return "norm"
        return "norm" if self._sentence.startswith("原则上", clause) else "achieved"

    def scope(self, start: int) -> str:
        """Whose figure the number at `start` is: township, sub_area or higher."""
        if self._named[0] <= start < self._named[1]:
            return "sub_area"
        if self._myself < start and _DOES_TOO.match(self._sentence, _clause(self._sentence, start, _CLAUSE_MARKS)):
            return "sub_area"
        if not (self._higher or self._allotted or self._places or self._rooms or self._received or self._attended):
            return "township"
        clause = _clause(self._sentence, start, _CLAUSE_MARKS)
        if self._received and _RECEIVED.search(self._sentence, clause, start):
            return "higher"
        if self._attended and _HELD.match(self._sentence, start) and _ATTENDED.search(self._sentence, clause, start):
            return "higher"
        if self._rule and _DEMANDED_OF_PLACES.search(self._sentence, clause, start):
            return "sub_area"
        if self._allotted and _ALLOTTED.search(self._sentence, clause, start):
            return "higher"
        higher = max((at for at, reach in self._higher if at <= start < reach), default=0)
        if higher and max((at for at in self._own if at <= start), default=0) <= higher:
            return "higher"
        if _OF_HIGHER.search(self._sentence, clause, start):
            return "higher"  # 高于全区88.2%的平均水平
        if self._sentence[start - 1 : start] in ("镇", "乡"):
            return "township"  # 村每周、镇每月排查
        if self._rooms and _ONE_ROOM.match(self._sentence, clause, start):
            return "sub_area"
        if self._places:
            found = _SUB_AREA.search(self._sentence[clause:start])
            if found and not (found[0][-2:-1] == "每" and _SET_RATE.search(self._sentence, clause, start)):
                return "sub_area"
            before = _clause(self._sentence, clause - 1, _CLAUSE_MARKS)
            if clause and _ONE_PLACE.fullmatch(self._sentence, before, clause - 1):
                return "sub_area"
        return "township"

    def _rules(self, clause: int, start: int) -> bool:
        return self._rule and _RULE.search(self._sentence, clause, start) is not None


def _is_base(sentence: str, start: int, quantity: Quantity) -> bool:
    """Whether the number is what another one grew or fell from: 由12件增至20件, 从去年的5次扩大到9次, 较去年同期15起下降40%."""
    end = start + quantity.end - quantity.start
    if _CHANGED.match(sentence, end) and _THAN.search(sentence, max(0, start - 20), start):
        return True
    return _RISEN.match(sentence, end) is not None and _FROM.search(sentence, max(0, start - 14), start) is not None


def _plan_reach(sentence: str, match: re.Match[str]) -> int:
    """How far a plan goes: to its clause where that gives its figure and the next what was done, else to the end."""
    figure = _FIGURES.search(sentence, match.end())
    if figure is None:
        return len(sentence)
    if match[0] in _WISHES and (item := sentence.find("；", match.end(), figure.start())) >= 0:
        return item  # 力争早发现、早化解；排查纠纷608件
    mark = _CLAUSE_END.search(sentence, figure.end())
    end = mark.start() if mark else len(sentence)
    if not match[0].startswith(_SET_BEFORE):
        return end if _DONE_BESIDE.match(sentence, end + 1) else len(sentence)
    if done := _DONE_INSTEAD.search(sentence, figure.end()):
        return done.start()  # 年度任务150件，完成168件
    own = _CLAUSE_END.search(sentence, match.end(), figure.start())
    return own.start() if own else end  # 原定的旁听改为线上，组织1次


def _higher_reach(sentence: str, match: re.Match[str]) -> int:
    """How far a higher body is the subject: to the ；, and past its clause only where it has a figure there itself."""
    mark = _CLAUSE_END.search(sentence, match.end())
    end = mark.start() if mark else len(sentence)
    if sentence.startswith(_BESIDE_OURS, match.end()):
        return end  # 行政诉讼5件，全区同期212件，没有败诉
    if match[0].startswith("在") or not _DIGIT.search(sentence, match.end(), end):
        return end
    stop = sentence.find("；", match.end())
    return stop if stop >= 0 else len(sentence)


def _first(pattern: re.Pattern[str], sentence: str) -> int:
    """End of the first match; past the sentence where there is none."""
    match = pattern.search(sentence)
    return match.end() - 1 if match else len(sentence) + 1


def _clause(sentence: str, start: int, marks: str) -> int:
    return max(sentence.rfind(mark, 0, start) for mark in marks) + 1
