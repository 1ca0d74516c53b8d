"""How places are called: types read from names, and the short forms that people write instead of full names."""

from __future__ import annotations

import re

# Longest first, so that 土家族 is not cut to 家族; 族 is left out of some names (蒙古自治州), hence optional.
_PEOPLES = (
    "乌孜别克|柯尔克孜|塔吉克|哈萨克|达斡尔|鄂温克|鄂伦春|维吾尔|俄罗斯|塔塔尔|土家|蒙古|朝鲜|拉祜|哈尼|傈僳|布依|仡佬|纳西|景颇|"
    "仫佬|布朗|撒拉|毛南|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺|东乡|高山|京|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|各"
)
_NATION = re.compile(
    rf"(?<=..)(?:(?:{_PEOPLES})族?)+(?:自治[区州县旗]|民族[乡镇]|民族苏木)$|(?:(?:{_PEOPLES})族)+(?=[乡镇]$|苏木$)"
)
_SUFFIX = re.compile(r"(?<=..)(?:特别行政区|自治[区州县旗]|林区|特区|地区|新区|[省市区县旗盟州])$")
_OFFICE = re.compile(r"(?:人民政府|政府|办事处|党工委|党委)$")
_TYPE_BY_LAST = {"镇": "镇", "道": "街道", "木": "苏木", "所": "区公所"}
TOWNSHIP_SUFFIXES = ("镇", "乡", "街道", "苏木", "民族乡", "地区")


def township_type(name: str) -> str:
    """Type that a register name ends in: 镇, 乡, 民族乡, 街道, 苏木, 民族苏木, 地区 or 区公所."""
    if name.endswith("乡"):
        return "民族乡" if name.endswith(("族乡", "民族乡")) else "乡"
    if name.endswith("民族苏木"):
        return "民族苏木"
    return _TYPE_BY_LAST.get(name[-1], name[-2:])


def short(name: str) -> str | None:
    """A district, city or province as people shorten it: 大足区 → 大足, 酉阳土家族苗族自治县 → 酉阳.

    None where a single character would be left (赵县) or nothing is cut.
    """
    stem = _SUFFIX.sub("", _NATION.sub("", name), count=1)
    return stem if 2 <= len(stem) < len(name) else None


def plain(name: str) -> str | None:
    """A township without the peoples in its name: 千家峒瑶族乡 → 千家峒乡; None where it names none."""
    stem = _NATION.sub("", name)
    stem = stem if stem.endswith(TOWNSHIP_SUFFIXES) else stem + name[-1]
    return stem if 3 <= len(stem) < len(name) else None


def without_office(name: str) -> str:
    """The unit behind an office: 雍溪镇人民政府 → 雍溪镇, 云门街道办事处 → 云门街道."""
    return _OFFICE.sub("", name.strip())
