"""`township review`: what is listed, in which order, what is hidden, and decisions taken on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from corrections_home import LITERACY, SOLVED, TRAINED, Place, report
from terminal import converse

SENTENCES = (
    "全镇干部法治培训全年参训210人次。",
    "全镇干部法治培训参训230人次。",
    "全年受理矛盾纠纷100件，成功化解90件，调解成功率99%。",
    "采购办公电脑12台。",
)


@pytest.fixture
def busy(tmp_path: Path) -> Place:
    """A home with a conflict, a rate that does not fit, two files in quarantine and a recurring quantity."""
    place = Place(tmp_path).put("桐坝镇.txt", report(sentences=SENTENCES))
    place.put("栗坪镇.txt", report("栗坪镇", sentences=(SENTENCES[3],)))
    place.put("不明.txt", report("某某乡", title="关于法治政府建设情况的报告")).put("空.txt", "")
    place.run()
    return place


def listed(township, place: Place, *arguments: str) -> list[str]:
    """The head lines of the items."""
    result = township("review", *arguments, "--home", place.home)
    assert result.returncode == 0, result.stderr
    return [line for line in result.stdout.splitlines() if line.startswith("[")]


def entries(place: Place) -> list[dict[str, str]]:
    files = sorted((place.home / "corrections").glob("*.yaml"))
    return [e for file in files for e in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)]


def test_contradictions_come_first_each_with_its_sentences(busy: Place, township) -> None:
    heads = listed(township, busy)
    labels = ["前后不一致", "文件隔离", "比率与数量不符", "文件隔离", "未归入指标"]
    assert [head.split()[1] for head in heads] == labels
    assert "不明.txt" in heads[1]
    assert "空.txt" in heads[3], "nothing is lost where a file is empty"
    shown = township("review", "--home", busy.home).stdout
    assert "1. 全镇干部法治培训全年参训【210人次】。" in shown
    assert "2. 全镇干部法治培训参训【230人次】。" in shown
    assert "文件：桐坝镇.txt" in shown


def test_a_list_is_of_a_district_and_year(busy: Place, township) -> None:
    assert len(listed(township, busy, "青澜区", "2023")) == 5
    assert [head.split()[1] for head in listed(township, busy, "大足区")] == ["文件隔离", "文件隔离", "未归入指标"]
    assert len(listed(township, busy, "--limit", "1")) == 1
    for wrong in ("无此区", "鼓楼区"):
        result = township("review", wrong, "--home", busy.home)
        assert (result.returncode, wrong in result.stderr) == (2, True)


def test_a_clerk_clears_the_list_on_a_terminal(busy: Place, township) -> None:
    answers = [
        ("决定 [s]", "c"),
        ("决定人", "王五"),
        ("新值", "很多"),
        ("理由", "核对台账"),
        ("来源", ""),
        ("决定 [s]", ""),  # asked again, since what is no value is not written
        ("决定 [s]", "归属"),
        ("乡镇 年度", "柳塘乡 2023"),
        ("理由", "文件名有误"),
        ("决定 [s]", "?"),
        ("决定 [s]", "a"),
        ("理由", ""),
        ("决定 [s]", "x"),
        ("理由", "空文件"),
        ("决定 [s]", "i"),
        ("理由", ""),
    ]
    code, shown = converse(("review", "--home", busy.home), answers)
    assert code == 0, shown
    assert "未写入：'很多' is no value" in shown
    assert "本次决定 4 项" in shown
    assert sorted(e["kind"] for e in entries(busy)) == ["accept", "assign", "exclude", "ignore"]
    assert {e["who"] for e in entries(busy)} == {"王五"}
    assert [e["why"] for e in entries(busy) if e["kind"] == "accept"] == ["与原文核对无误"]

    code, shown = converse(
        ("review", "--who", "王五", "--home", busy.home), [("决定 [s]", "r"), ("第几处", "2"), ("理由", "笔误")]
    )
    assert code == 0, shown
    assert "[1/1] 前后不一致" in shown, "what is decided is not shown again, before the next run either"
    assert listed(township, busy) == []
    busy.run()
    assert busy.value(TRAINED) == (210, 210, "exact", "reported")
    assert busy.rows("SELECT DISTINCT township_code FROM reports WHERE township_code = '990101005'") == [("990101005",)]
    assert [head.split()[1] for head in listed(township, busy)] == ["前后不一致"], "of the new report"
    unlinked = township("review", "--unlinked", "--home", busy.home).stdout
    assert "办公电脑" not in unlinked


def test_what_was_decided_stays_when_a_person_quits(busy: Place) -> None:
    command = ("review", "青澜区", "2023", "--who", "王五", "--home", busy.home)
    code, shown = converse(command, [("决定 [s]", "i"), ("理由", "已知"), ("决定 [s]", ""), ("决定 [s]", "q")])
    assert code == 0, shown
    assert "已写入" in shown
    assert [(e["kind"], e["about"], e["why"]) for e in entries(busy)] == [("ignore", "conflict", "已知")]


def test_an_accepted_item_whose_value_changed_comes_back_and_is_named(busy: Place, township) -> None:
    command = ("review", "--who", "王五", "--home", busy.home)
    code, shown = converse(command, [("决定 [s]", "a"), ("理由", ""), ("决定 [s]", "q")])
    assert code == 0, shown
    assert not any("前后不一致" in head for head in listed(township, busy))
    changed = report(sentences=(SENTENCES[0], SENTENCES[1].replace("230", "240"), *SENTENCES[2:]))
    busy.put("新版.txt", changed.replace("1月15日", "1月20日")).run()
    result = township("review", "--home", busy.home)
    assert "[1/6] 前后不一致" in result.stdout
    assert "不再出现的事项" in result.stderr
    assert "(conflict)" in result.stderr
    assert busy.value(LITERACY) is None
    assert busy.value(SOLVED) == (90, 90, "exact", "reported")


def test_an_empty_list_says_so(tmp_path: Path, township) -> None:
    place = Place(tmp_path).put("桐坝镇.txt", report(sentences=("全镇已培育法律明白人52名。",)))
    place.run()
    assert "没有需要看的事项" in township("review", "--home", place.home).stdout
