#include <algorithm>
#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 异议答复.
namespace shouze::papers {

using documents::Document;
using documents::Heading;
using documents::Paragraph;
using documents::Plain;
using documents::Table;

namespace {

const ComparedLine* FindLine(const FeedbackAnswer& feedback, std::string_view indicator) {
  const auto line = std::ranges::find(feedback.lines, indicator, &ComparedLine::indicator);
  return line == feedback.lines.end() ? nullptr : &*line;
}

Table BeforeAndAfter(const ComparedLine& line) {
  constexpr std::string_view kTitles[] = {"", "得分", "扣分依据"};
  const auto reasons = [](const std::vector<std::string>& all) {
    return Text(all.empty() ? "未扣分。" : Sentences(all));
  };
  return {{4, 3, 20},
          1,
          {HeaderRow(kTitles),
           {Centred("初评"), Figure(line.before), reasons(line.reasons_before)},
           {Centred("现在"), Figure(line.after), reasons(line.reasons_after)}}};
}

void AddObjection(Document& document, int number, const FeedbackAnswer& feedback,
                  const Objection& objection) {
  const ComparedLine* const line = FindLine(feedback, objection.indicator);
  document.blocks.push_back(
      Heading{1, Concat(ChineseNumber(std::min(number, 99)), "、关于“", objection.indicator, " ",
                        line == nullptr ? "" : line->name, "”")});
  document.blocks.push_back(Paragraph{{{"异议：", true}, {objection.reason}}});
  const auto answer =
      std::ranges::find(feedback.answers, objection.indicator, &AnswerRow::indicator);
  if (answer == feedback.answers.end()) {
    document.blocks.push_back(Paragraph{{{"答复：", true}, {"尚未答复。"}}});
  } else {
    document.blocks.push_back(Paragraph{
        {{Concat("答复：", ChineseName(answer->outcome), "。"), true}, {answer->reason}}});
  }
  if (line != nullptr) document.blocks.push_back(BeforeAndAfter(*line));
}

}  // namespace

Document AnswerToObjections(const Letterhead& head, int year, const FeedbackAnswer& feedback) {
  Document document = Begin(head, Concat("关于 ", year, " 年度", kSubject, "初评结果异议的答复"));
  document.foot = Concat("初评得分表核验码 ", feedback.digest);
  document.blocks = {
      RedHeadOf(head), Heading{0, document.title}, Addressed(feedback.unit_name),
      Plain(Concat("你单位对 ", year,
                   " 年度网络安全责任制落实考核评价初评结果提出的异议收悉。经核查，答复如下。"))};
  int number = 0;
  for (const Objection& objection : feedback.feedback->objections) {
    AddObjection(document, ++number, feedback, objection);
  }
  document.blocks.push_back(
      Plain(Concat("经上述处理，你单位得分由 ", Format(feedback.total_before), " 分变为 ",
                   Format(feedback.total_after), " 分",
                   feedback.vetoed ? "（一票否决）。" : "，最终得分以公布的年度考核结果为准。")));
  document.blocks.push_back(SignatureOf(head));
  return document;
}

}  // namespace shouze::papers
