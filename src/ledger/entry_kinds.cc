#include "ledger/entry_kinds.h"

#include <algorithm>

#include "base/text.h"

namespace shouze {
namespace {

using enum Effect;

constexpr EntryKind kKinds[] = {
    {"unit.found", "unit", kBegin, "设立单位"},
    {"unit.rename", "unit", kChange, "单位更名"},
    {"unit.change", "unit", kChange, "更改单位信息"},
    {"unit.end", "unit", kChange, "单位撤并"},
    {"post.assign", "post", kBegin, "任职"},
    {"post.change", "post", kChange, "更改任职"},
    {"post.end", "post", kChange, "离任"},
    {"post.withdraw", "post", kEnd, "撤销任职登记"},
    {"role.grant", "role", kBegin, "授予角色"},
    {"role.end", "role", kChange, "收回角色"},
    {"policy.add", "policy", kBegin, "载入考核办法"},
    {"calendar.add", "calendar", kBegin, "载入工作日历"},
    {"cycle.prepare", "cycle", kBegin, "新建考核年度"},
    {"cycle.change", "cycle", kChange, "更改考核年度"},
    {"cycle.calendar", "cycle", kChange, "更换考核年度的日历"},
    {"cycle.stage", "cycle", kChange, "进入阶段"},
    {"cycle.confirm_until", "cycle", kChange, "更改反馈截止时间"},
    {"cycle.freeze", "frozen", kBegin, "冻结得分表"},
    {"record.register", "record", kBegin, "登记台账"},
    {"record.correct", "record", kChange, "更正台账"},
    {"record.move", "record", kChange, "台账移交"},
    {"record.withdraw", "record", kEnd, "撤销台账"},
    {"submission.hand_in", "submission", kBegin, "报送"},
    {"submission.enter", "submission", kBegin, "代为报送"},
    {"submission.move", "submission", kChange, "报送移交"},
    {"submission.withdraw", "submission", kEnd, "撤回报送"},
    {"review.give", "review", kBegin, "审核"},
    {"waiver.grant", "waiver", kBegin, "豁免"},
    {"waiver.move", "waiver", kChange, "豁免移交"},
    {"waiver.withdraw", "waiver", kEnd, "撤销豁免"},
    {"extension.grant", "extension", kBegin, "延期"},
    {"extension.move", "extension", kChange, "延期移交"},
    {"extension.withdraw", "extension", kEnd, "撤销延期"},
    {"dispute.raise", "dispute", kBegin, "提出争议"},
    {"dispute.move", "dispute", kChange, "争议移交"},
    {"dispute.decide", "dispute", kChange, "裁定争议"},
    {"proposal.make", "proposal", kBegin, "提请批准"},
    {"proposal.approve", "proposal", kChange, "批准"},
    {"proposal.refuse", "proposal", kChange, "不予批准"},
    {"proposal.withdraw", "proposal", kChange, "撤回提请"},
    {"feedback.prepare", "feedback", kBegin, "填写反馈"},
    {"feedback.change", "feedback", kChange, "修改反馈"},
    {"feedback.sign", "feedback", kChange, "签发反馈"},
    {"feedback.take_back", "feedback", kChange, "撤回反馈"},
    {"answer.give", "answer", kBegin, "答复异议"},
    {"answer.change", "answer", kChange, "更改答复"},
    {"self_check.declare", "self_check", kBegin, "自查"},
    {"self_check.change", "self_check", kChange, "更改自查"},
    {"comment.make", "comment", kBegin, "提出意见"},
    {"clock.declare", "clock_fault", kBegin, "声明时钟故障"},
    {"record.restate", "record", kChange, "重述台账时刻"},
    {"submission.restate", "submission", kChange, "重述报送时刻"},
    {"review.restate", "review", kChange, "重述审核时刻"},
    {"waiver.restate", "waiver", kChange, "重述豁免时刻"},
    {"extension.restate", "extension", kChange, "重述延期时刻"},
    {"dispute.restate", "dispute", kChange, "重述争议时刻"},
    {"feedback.restate", "feedback", kChange, "重述反馈时刻"},
    {"answer.restate", "answer", kChange, "重述答复时刻"},
    {"self_check.restate", "self_check", kChange, "重述自查时刻"},
    {"comment.restate", "comment", kChange, "重述意见时刻"},
};

template <class Fact>
ResultOrErrors<SaidByEntry> ReadFact(const EntryKind& kind, const std::string& body) {
  auto fact = ReadJson<Fact>(body);
  if (!fact) return fact.error();
  std::string id = fact->id;
  return SaidByEntry{&kind, std::move(id), KeptFact(std::move(*fact))};
}

}  // namespace

std::string_view ChineseName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kUpheld:
      return "采纳";
    case Outcome::kPartly:
      return "部分采纳";
    case Outcome::kRefused:
      return "不采纳";
  }
  return "";
}

std::string_view ChineseName(Declared declared) {
  switch (declared) {
    case Declared::kDone:
      return "已完成";
    case Declared::kNotDone:
      return "未完成";
    case Declared::kNothing:
      return "无此事项";
  }
  return "";
}

std::span<const EntryKind> EntryKinds() { return kKinds; }

const EntryKind* FindEntryKind(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &EntryKind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

ResultOrErrors<SaidByEntry> ReadEntryBody(std::string_view kind_name, const std::string& body) {
  const EntryKind* const kind = FindEntryKind(kind_name);
  if (kind == nullptr) {
    return Fail(ErrorCode::kInvalidInput, Concat("没有“", kind_name, "”这种账本条目"),
                Concat("there is no entry of kind \"", kind_name, "\""));
  }
  if (kind->effect == kEnd) {
    auto dropped = ReadJson<Dropped>(body);
    if (!dropped) return dropped.error();
    return SaidByEntry{kind, dropped->id, std::nullopt};
  }
  return WithFactOf(kind->fact,
                    [&]<class Fact>(const Fact&) { return ReadFact<Fact>(*kind, body); });
}

}  // namespace shouze
