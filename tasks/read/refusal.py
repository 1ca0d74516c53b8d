"""Why a document is refused: one sentence a reason, in Chinese and English, that says what is wrong and what to do."""

from __future__ import annotations

from tasks.read.document import Unreadable

_REASONS: dict[str, tuple[str, str]] = {
    "empty": (
        "文件是空的：请重新下载或重新导出后再放入。",
        "the file is empty: download or export it again.",
    ),
    "encrypted": (
        "文件有密码：请去掉密码后另存，再放入。",
        "the file is protected by a password: save it without one.",
    ),
    "damaged": (
        "文件已损坏或不完整（{zh}）：请重新下载，或用办公软件打开后另存。",
        "the file is damaged or incomplete ({en}): download it again, or save it anew in an office program.",
    ),
    "binary": (
        "不是文档，也不是任何常见编码的文字：请确认文件无误，文字文件请存为 UTF-8。",
        "neither a document nor text in a known encoding: check the file; save plain text as UTF-8.",
    ),
    "unsupported_format": (
        "暂不支持{zh}：请另存为可读取的格式（{readable_zh}）后再放入。",
        "{en} is not supported yet: save it in a format that is ({readable_en}).",
    ),
    "no_text": (
        "文件能打开，但没有正文（{zh}）：请放入含有正文的文件。",
        "the file opens but holds no text ({en}): supply the file that has the text.",
    ),
    "needs_ocr": (
        "{zh}，要先认出文字，而文字识别组件没有安装：请在程序目录运行 make ocr（或 pip install -r requirements-ocr.lock）"
        "后重新运行，或改用原来的电子版。",
        "{en}, and the extra that recognises characters is not installed: run make ocr in the program's folder (or pip "
        "install -r requirements-ocr.lock) and run again, or use the original file.",
    ),
    "too_large": (
        "文件过大（{zh}）：一份报告不会这样大，请确认文件，或只保留文字部分。",
        "the file is too large ({en}) for a report: check it, or keep the text alone.",
    ),
    "hostile": (
        "文件结构异常（{zh}），为安全起见未读取：请用办公软件打开后另存为新文件。",
        "the file is built in an unsafe way ({en}) and was not read: open it in an office program and save it anew.",
    ),
}


def refuse(reason: str, zh: str = "", en: str = "") -> Unreadable:
    """The error to raise for `reason` (a code of `Unreadable`); `zh` and `en` fill in the detail where it has one."""
    text_zh, text_en = _REASONS[reason]
    names = readable() if reason == "unsupported_format" else ()
    return Unreadable(
        reason,
        text_zh.format(zh=zh, readable_zh="、".join(names)),
        text_en.format(en=en, readable_en=", ".join(names)),
    )


def readable() -> tuple[str, ...]:
    """Names of the formats that a document may be saved in; images can be read too, but lose what they show."""
    from tasks.read import picture  # the readers refuse documents themselves
    from tasks.read.reader import READERS

    return tuple(name for name, read in READERS.items() if read is not picture.read)
