"""What can go wrong with a source, in words: what it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong and what to do, in Chinese and English."""

    zh: str
    en: str


REASONS: dict[str, Reason] = {
    "nothing_found": Reason(
        "栏目页上以前有报告链接，现在一条也没有，多半是网站改版；请打开栏目页，按新的页面修改来源文件中的 lists 或 pattern",
        "the list had links to reports and has none now, so the site has probably changed; open it and correct lists or "
        "pattern of the source",
    ),
    "empty_column": Reason(
        "栏目页能打开，但没有符合 pattern 的链接；如栏目确有报告，请修改来源文件中的 lists 或 pattern，否则等待发布",
        "the list opens, but no link fits the pattern; if there are reports, correct lists or pattern of the source, else wait",
    ),
    "captcha": Reason(
        "网站要求验证或拦截自动访问；请用浏览器打开确认，将 delay 调大，或与网站管理单位联系，报告可先人工放入收件夹",
        "the site asks for a captcha or turns programs away; open it in a browser, raise the delay or ask those who run "
        "it, and put the reports into the inbox by hand",
    ),
    "forbidden": Reason(
        "网站拒绝访问（401、403、412 等）；请用浏览器确认网址能否打开，必要时与网站管理单位联系",
        "the site refuses (401, 403, 412 …); see in a browser whether the address opens, or ask those who run it",
    ),
    "robots": Reason(
        "网站的 robots.txt 不允许采集此网址；请与网站管理单位联系取得许可，报告可先人工放入收件夹",
        "robots.txt of the site forbids this address; ask those who run it, and put the reports into the inbox by hand",
    ),
    "not_found": Reason(
        "网址不存在（404、410）；如为栏目页，请在网站上找到新的栏目并修改来源文件",
        "the address does not exist (404, 410); of a list, look for the new one on the site and correct the source",
    ),
    "too_many_requests": Reason(
        "网站要求减少访问（429、503）；下次运行在网站要求的时间之后继续，请将 delay 调大",
        "the site asks for fewer requests (429, 503); the next run goes on after the time it named; raise the delay",
    ),
    "server_error": Reason(
        "网站内部错误（5xx），已多次重试；一般会自行恢复，如持续数日请与网站管理单位联系",
        "the site has an internal error (5xx) after several tries; it mostly heals by itself, else ask those who run it",
    ),
    "bad_status": Reason(
        "网站返回无法处理的状态；请用浏览器打开此网址",
        "the site answers with a status that cannot be used; open the address in a browser",
    ),
    "timeout": Reason(
        "网站在时限内没有应答；一般会自行恢复，如持续数日请检查网址和本机网络",
        "the site did not answer in time; it mostly heals by itself, else check the address and the network",
    ),
    "unreachable": Reason(
        "无法连接网站；请检查网址、域名和本机网络",
        "no connection to the site; check address, name and network",
    ),
    "private_address": Reason(
        "网址指向内网或本机地址，为安全起见未访问；如确为内网网站，请在来源文件中设 allow_private: true",
        "the address leads to a private or local network and was not opened; of an intranet, set allow_private: true",
    ),
    "bad_address": Reason(
        "网址不是 http 或 https 网址，未访问",
        "the address is no http or https one and was not opened",
    ),
    "redirects": Reason(
        "网址跳转次数过多或循环跳转；请用浏览器打开，将最终网址写入来源文件",
        "the address is redirected too often or in a circle; open it in a browser and put the last address into the source",
    ),
    "endless_list": Reason(
        "栏目翻页没有尽头，到 max_pages 为止；如栏目确有更多页，请在来源文件中调大 max_pages",
        "the list has no last page, reading ended at max_pages; if it really has more pages, raise max_pages of the source",
    ),
    "too_large": Reason(
        "内容超过大小上限（或压缩内容解压后超限），未保存；请人工下载，如确为报告则放入收件夹",
        "it is larger than the limit (perhaps once unpacked) and was not kept; fetch it by hand and put it into the inbox if "
        "it is a report",
    ),
    "wrong_type": Reason(
        "链接给出的不是文档（例如错误页面或视频），未保存；请用浏览器打开，必要时人工下载",
        "the link gives no document (an error page, a film) and was not kept; open it in a browser, or fetch it by hand",
    ),
    "unreadable_page": Reason(
        "页面不是可读的网页（编码损坏或结构异常），未保存；请用浏览器打开，必要时人工保存到收件夹",
        "the page cannot be read (a broken encoding, a strange build) and was not kept; open it in a browser and save it "
        "into the inbox if it is a report",
    ),
    "too_many_files": Reason(
        "页面的附件过多，只采集了前一部分；请用浏览器打开，其余的人工下载后放入收件夹",
        "the page has too many attachments, only the first were fetched; put the others into the inbox by hand",
    ),
    "replaced": Reason(
        "同一网址换成了另一份报告，新旧两份都已保存；请核对是否网站误操作",
        "the address holds another report now; both are kept; see whether the site made a mistake",
    ),
    "archive": Reason(
        "压缩包中有无法取出的文件；请人工解压后放入收件夹",
        "a document in an archive cannot be taken out; unpack it by hand and put it into the inbox",
    ),
    "internal_error": Reason(
        "程序出错，其余来源不受影响；请将来源文件和本说明交给维护人员",
        "the program failed on this source, the others are not affected; give the source and this line to the maintainers",
    ),
}


class Trouble(Exception):
    """Why an address gave nothing. `reason` is a key of REASONS, `detail` what the site said, `wait` seconds it asked for."""

    def __init__(self, reason: str, address: str, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(f"{reason}: {address}" + (f" ({detail})" if detail else ""))
        self.reason = reason
        self.address = address
        self.detail = detail
        self.wait = wait

    @property
    def ends_source(self) -> bool:
        """Whether the site is to be left alone until the next run."""
        return self.reason in ("captcha", "too_many_requests")
