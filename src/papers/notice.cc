#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 初评结果通知.
namespace shouze::papers {

using documents::Document;
using documents::Heading;
using documents::Plain;
using documents::Table;
using documents::TableRow;

namespace {

std::string ScoreSaid(const ScoreFormAnswer& form, UtcOffset offset) {
  std::string said = Concat("你单位 ", form.year, " 年度初评得分 ", Format(form.total),
                            " 分（满分 ", Format(form.score_max), " 分），依据截至 ",
                            Minute(form.as_of, offset), " 登记在册的事实计算。");
  if (form.at_risk > Points{}) {
    said +=
        Concat("其中 ", Format(form.at_risk),
               " 分所涉事项届时尚未办结，仍按未扣分计；逾期不办的，将依细则扣减，见“待定”一栏。");
  }
  return said;
}

Table LinesThatMatter(const ScoreFormAnswer& form) {
  const bool open = form.at_risk > Points{};
  Table table{{9, 3, 3}, 1, {{Header("指标"), Header("分值"), Header("得分")}}};
  const auto add = [&](int width, std::string_view title) {
    table.widths.push_back(width);
    table.rows[0].push_back(Header(title));
  };
  if (open) add(3, "待定");
  add(22, "扣分依据");
  for (const ScoreFormLine& line : form.lines) {
    if (line.score == line.points && line.at_risk == Points{}) continue;
    TableRow row{Text(Concat(line.indicator, " ", line.name)), Figure(line.points),
                 Figure(line.score)};
    if (open) row.push_back(line.at_risk == Points{} ? Centred("") : Figure(line.at_risk));
    row.push_back(Text(Sentences(line.reasons)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void AddVetoes(Document& document, const ScoreFormAnswer& form) {
  if (!form.vetoed) return;
  document.blocks.push_back(
      Plain(Concat("你单位本年度考核评价实行一票否决，得分记为 0 分；按细则计算的得分为 ",
                   Format(form.computed_total), " 分，一并列示。否决事由：")));
  for (const std::string& veto : form.vetoes) document.blocks.push_back(Plain(VetoSaid(veto)));
}

void AddWhatToDo(Document& document, const FeedbackAnswer& feedback) {
  const std::string until = feedback.confirm_until_text.empty()
                                ? "请"
                                : Concat("请于 ", feedback.confirm_until_text, " 前");
  document.blocks.push_back(Plain(
      Concat(until,
             "登录系统，由信息员逐项核对初评结果：无异议的予以确认；有异议的，逐项写明理由并附佐"
             "证材料。经单位主要负责人签署后生效。逾期未签署的，视为确认。")));
  document.blocks.push_back(
      Plain("对异议的答复由未审核过该事项的人员作出。得分只随事实变动，不作人工调整。"));
}

}  // namespace

Document NoticeOfInitialResult(const Letterhead& head, const ScoreFormAnswer& form,
                               const FeedbackAnswer& feedback) {
  Document document =
      Begin(head, Concat("关于反馈 ", form.year, " 年度", kSubject, "初评结果的通知"));
  document.foot = Concat("初评得分表核验码 ", form.digest);
  document.blocks = {
      RedHeadOf(head),
      Heading{0, document.title},
      Addressed(form.unit_name),
      Plain(Concat("根据", PolicyNamed(form.policy_title, form.policy_document), "，现将你单位 ",
                   form.year, " 年度网络安全责任制落实考核评价初评结果反馈如下。")),
      Heading{1, "一、初评得分"},
      Plain(ScoreSaid(form, head.offset))};
  AddVetoes(document, form);
  document.blocks.push_back(Heading{1, "二、扣分情况"});
  Table table = LinesThatMatter(form);
  if (table.rows.size() == 1) {
    document.blocks.push_back(Plain("各项指标均未扣分。"));
  } else {
    document.blocks.push_back(std::move(table));
    document.blocks.push_back(Plain("表中未列的指标得满分。"));
  }
  document.blocks.push_back(Heading{1, "三、确认与异议"});
  AddWhatToDo(document, feedback);
  document.blocks.push_back(SignatureOf(head));
  return document;
}

}  // namespace shouze::papers
