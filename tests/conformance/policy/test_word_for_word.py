"""The seed policy says what the regulation says, word for word, and leaves nothing out.

The whole regulation is put together again from the policy's wordings plus the few pieces listed
below, and compared with the regulation's text. Whitespace and page numbers do not count: the text
was taken from a printed page, where lines end in the middle of words.
"""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import yaml12  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
POLICY = yaml12.read(ROOT / "policies" / "czie-2024.yaml")
ASPECTS = POLICY["aspects"]
INDICATORS = [indicator for aspect in ASPECTS for indicator in aspect["indicators"]]
NOTE_ID = "note"  # stands among the articles, though it ends the explanations


def bare(text):
    """`text` without whitespace and page numbers such as —2—."""
    return re.sub(r"—\d+—", "", re.sub(r"\s", "", text))


SOURCE = bare((ROOT / "policies" / "czie-2024.source.txt").read_text(encoding="utf-8"))

# ── What of the regulation stands in no wording of the policy: letterhead, headings, lists ───────
LETTER = bare("""
    常州工程职业技术学院文件 常工职院〔2024〕50 号
    关于印发《常州工程职业技术学院网络安全责任制落实考核评价办法（试行）》的通知
    各二级学院（部）、部门：
    《常州工程职业技术学院网络安全责任制落实考核评价办法（试行）》已经 2024 年第 8
    次校长办公会审议通过，现予以印发，请遵照执行。
    附件：常州工程职业技术学院网络安全责任制落实考核评价办法（试行）
    常州工程职业技术学院 2024 年 5 月 29 日
    常州工程职业技术学院文件 —2— 常州工程职业技术学院校长办公室 2024 年 5月 29 日印发
    附件 常州工程职业技术学院网络安全责任制落实考核评价办法（试行）
    """)
LIST_OF_APPENDICES = bare("""
    附件：1.《常州工程职业技术学院网络安全责任制落实考核评价细则》
    2.《常州工程职业技术学院网络安全责任书》
    """)
TABLE_HEAD = bare("""
    附件 1 常州工程职业技术学院网络安全责任制落实考核评价细则
    序号 内容 工作要求 评分细则 分值
    """)
EXPLANATIONS_HEAD = "考核指标说明："
AGREEMENT_HEAD = "附件2"

# ── The one row of the table that a page break cuts in two: its pieces as they are printed ───────
BROKEN_BY_PAGE = {
    "5.2": [
        ("requirement", "被上级主管部门扫描发现的网络安全事件，各单位须立即配合完成整"),
        ("scoring", "出现安全通报一次扣2分，在规定时间未及时整"),
        ("points", "10"),
        ("requirement", "改，24小时内必须完成，并填写相应的网络安全事件表。"),
        ("scoring", "改，一次扣5分。如连续两次未及时整改的，直接记为0分。"),
    ],
}


def articles():
    return [article for article in POLICY["articles"] if article["id"] != NOTE_ID]


def note():
    (only,) = [article for article in POLICY["articles"] if article["id"] == NOTE_ID]
    return bare(only["name"] + "：" + only["text"])


def body():
    text, chapter = "", None
    for article in articles():
        if article["chapter"] != chapter:
            chapter = article["chapter"]
            text += chapter
        text += article["name"] + article["text"]
    return bare(text)


def row(indicator):
    if indicator["id"] in BROKEN_BY_PAGE:
        return "".join(piece for _, piece in BROKEN_BY_PAGE[indicator["id"]])
    return bare(indicator["requirement"] + indicator["scoring"] + str(indicator["points"]))


def table():
    return "".join(bare(aspect["id"] + aspect["name"]) + "".join(map(row, aspect["indicators"]))
                   for aspect in ASPECTS)


def explanations():
    return bare("".join(indicator["explanation"] for indicator in INDICATORS))


def agreement():
    said = POLICY["agreement"]
    return bare(said["title"] + said["preamble"] + "".join(said["clauses"]) + said["signatures"])


def wordings():
    """Every wording that claims to be the regulation's: (where it stands, text)."""
    for article in POLICY["articles"]:
        yield f"articles/{article['id']}", article["text"]
        yield f"articles/{article['id']}/chapter", article["chapter"]
    for indicator in INDICATORS:
        for part in ("requirement", "scoring", "explanation"):
            yield f"{indicator['id']}/{part}", indicator[part]
    for part in ("title", "preamble", "signatures"):
        yield f"agreement/{part}", POLICY["agreement"][part]
    for number, clause in enumerate(POLICY["agreement"]["clauses"], 1):
        yield f"agreement/clauses/{number}", clause
    for part in ("title", "issuer", "document"):
        yield part, POLICY[part]


@pytest.mark.parametrize("where, text", [pytest.param(*pair, id=pair[0]) for pair in wordings()])
def test_wording_stands_in_the_regulation(where, text):
    indicator, _, part = where.partition("/")
    pieces = [piece for of, piece in BROKEN_BY_PAGE.get(indicator, []) if of == part]
    assert "".join(pieces or [bare(text)]) == bare(text)
    for piece in pieces or [bare(text)]:
        assert piece, "empty wording"
        assert piece in SOURCE


@pytest.mark.parametrize("part", [body, table, explanations, note, agreement])
def test_part_stands_in_the_regulation_without_a_gap(part):
    assert part() in SOURCE


def test_nothing_of_the_regulation_is_left_out():
    whole = "".join([LETTER, body(), LIST_OF_APPENDICES, TABLE_HEAD, table(), EXPLANATIONS_HEAD,
                     explanations(), note(), AGREEMENT_HEAD, agreement()])
    assert whole == SOURCE


def test_no_line_end_of_the_printed_page_is_left():
    """Neither a blank between two Chinese signs nor a line that stops within a sentence."""
    wide = r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]"
    for where, text in wordings():
        if where.endswith(("/chapter", "/signatures")):
            continue
        assert not re.search(rf"{wide}[ \u3000\t]+{wide}", text), where
        if not where.endswith("/explanation"):  # these have headings on lines of their own
            assert all(line[-1] in "：；。" for line in text.split("\n")[:-1]), where


def test_thirteen_articles_and_ten_clauses():
    assert [article["id"] for article in articles()] == [str(n) for n in range(1, 14)]
    assert [clause[0] for clause in POLICY["agreement"]["clauses"]] == list("一二三四五六七八九十")


def test_ten_aspects_twenty_indicators_one_hundred_points():
    assert [aspect["id"] for aspect in ASPECTS] == [str(n) for n in range(1, 11)]
    assert len(INDICATORS) == 20
    for aspect in ASPECTS:
        assert aspect["points"] == sum(i["points"] for i in aspect["indicators"]), aspect["id"]
    assert POLICY["points"] == sum(aspect["points"] for aspect in ASPECTS) == 100


def test_issued_on_the_date_of_the_letter():
    year, month, day = POLICY["issued_on"].split("-")
    assert f"{year}年{int(month)}月{int(day)}日" in LETTER
