#include "kernel/explain.h"

#include <algorithm>

#include "base/text.h"
#include "kernel/rules.h"

namespace shouze {
namespace {

/// The sentence parts of one obligation as of the result's instant.
class ObligationText {
 public:
  ObligationText(const Policy& policy, const Facts& facts, const UnitResult& result,
                 const Obligation& obligation)
      : policy_(policy),
        facts_(facts),
        result_(result),
        obligation_(obligation),
        duty_(At(policy.duties, obligation.duty)) {}

  std::string Subject() const {
    if (obligation_.trigger == nullptr) return duty_.name;
    const std::string name = NameOf(policy_, facts_, *obligation_.trigger);
    return name.ends_with("）") ? name : name + " ";
  }

  /// 漏洞 v1（教务系统）应于 … 前整改; a yearly duty's action says what it is about.
  std::string Demand() const {
    const std::string who = obligation_.trigger != nullptr ? Subject() : std::string();
    if (!obligation_.due.at) {
      return Concat(who, "应", duty_.action, "，期限待 ", obligation_.due.missing_year,
                    " 年工作日历公布后推算");
    }
    return Concat(who, "应于 ", Spoken(*obligation_.due.at),
                  obligation_.extended ? "（已延期）前" : " 前", duty_.action);
  }

  std::string Standing() const {
    switch (obligation_.state) {
      case State::kWaived:
        return Concat("已豁免", Because(WaiverReason()));
      case State::kMet:
        return Met();
      case State::kSubmitted:
        return Concat(HandedIn(), " 报送，待审核");
      case State::kLate:
        return Concat("实际 ", HandedIn(), " 报送，逾期");
      case State::kUpcoming:
        return Concat("自 ", FormatForPeople(obligation_.start, facts_.offset), " 起办理");
      case State::kOpen:
        return Open();
      case State::kReturned:
        return Concat(Returned(), "，可在 ", Until(), " 前补报");
      case State::kMissed:
        return Missed();
    }
    return {};
  }

 private:
  std::string Spoken(Instant instant) const { return FormatDeadline(instant, facts_.offset); }
  std::string HandedIn() const {
    return FormatForPeople(obligation_.submission->at, facts_.offset);
  }
  static std::string Because(std::string_view reason) {
    return reason.empty() ? std::string() : Concat("（", reason, "）");
  }

  const Review* LatestReview() const {
    if (obligation_.submission == nullptr) return nullptr;
    return facts_.LatestReview(*obligation_.submission, result_.as_of);
  }

  std::string_view WaiverReason() const {
    const UnitFacts own = facts_.Of(result_.unit);
    std::string_view reason;
    const ObligationRef ref = ObligationRef::Of(obligation_.duty, obligation_.trigger);
    for (const ObligationWaiver& waiver : own.waivers) {
      const bool of_this = waiver.of == ref;
      if (of_this && waiver.at <= result_.as_of) reason = facts_.texts.View(waiver.reason);
    }
    if (!obligation_.record_waived) return reason;
    for (const RecordWaiver& waiver : own.record_waivers) {
      const bool of_this = waiver.record == obligation_.trigger->record;
      if (of_this && waiver.at <= result_.as_of) reason = facts_.texts.View(waiver.reason);
    }
    return reason;
  }

  /// The latest instant at which what was returned could be handed in again.
  std::string Until() const {
    const bool still_due = obligation_.due.at && result_.as_of <= *obligation_.due.at;
    const auto& until = policy_.settings.supplement_until;
    if (still_due || !until || !duty_.resubmission) {
      return obligation_.due.at ? Spoken(*obligation_.due.at) : std::string("期限");
    }
    return Spoken(EndOfDay(facts_.dates[until->value], facts_.offset));
  }

  std::string Returned() const {
    const Review* review = LatestReview();
    const std::string_view reason =
        review != nullptr ? facts_.texts.View(review->reason) : std::string_view();
    return Concat(HandedIn(), " 报送被退回", Because(reason));
  }

  std::string Met() const {
    if (obligation_.submission != nullptr) return Concat(HandedIn(), " 报送，已通过");
    return "已完成";
  }

  std::string Open() const {
    if (!std::holds_alternative<MetBySubmission>(duty_.met_by)) return Otherwise();
    return "尚未报送";
  }

  std::string Missed() const {
    if (!std::holds_alternative<MetBySubmission>(duty_.met_by)) return Otherwise();
    if (obligation_.submission == nullptr) return "未报送";
    const Review* review = LatestReview();
    if (review == nullptr) return Concat("实际 ", HandedIn(), " 报送，逾期");
    const bool late = obligation_.due.at && obligation_.submission->at > *obligation_.due.at;
    return Concat(Returned(), late ? "，且已逾期" : "，此后未按时补报");
  }

  std::string Otherwise() const {
    if (const auto* by_post = std::get_if<MetByPost>(&duty_.met_by)) {
      return Concat("“", At(policy_.posts, by_post->post).name, "”无人在任");
    }
    if (const auto* by_record = std::get_if<MetByRecord>(&duty_.met_by)) {
      return Concat("没有", At(policy_.kinds, by_record->kind).name, "记录");
    }
    const auto& measure = std::get<MetByMeasure>(duty_.met_by);
    const Unit& unit = At(facts_.units, result_.unit);
    std::int64_t sum = 0;
    for (const UnitRecord& record : facts_.RecordsOf(result_.unit, measure.kind)) {
      const bool counts = record.at <= result_.as_of && record.at >= facts_.YearStart() &&
                          record.at < facts_.YearEnd();
      if (!counts) continue;
      sum += ContributedMillionths(facts_, measure, At(policy_.kinds, measure.kind), record);
    }
    const std::int64_t persons = std::max(unit.fields[measure.per.value], measure.per_min);
    const std::int64_t average = persons > 0 ? sum / (persons * 1000) : 0;
    return Concat(measure.name, " ", FormatThousandths(average), " ", measure.unit, "，不足 ",
                  FormatThousandths(measure.at_least), " ", measure.unit);
  }

  const Policy& policy_;
  const Facts& facts_;
  const UnitResult& result_;
  const Obligation& obligation_;
  const Duty& duty_;
};

std::string RowText(const Policy& policy, const Facts& facts, const UnitResult& result,
                    const Deduction& deduction) {
  std::vector<std::string> subjects;
  for (const std::uint32_t cause : result.Causes(deduction)) {
    subjects.push_back(NameOf(policy, facts, *result.obligations[cause].trigger));
  }
  const Obligation& first = result.obligations[result.Causes(deduction).front()];
  return Concat(Join(subjects, "、"), " 连续 ", subjects.size(), " 次未按时",
                At(policy.duties, first.duty).action);
}

}  // namespace

std::string NameOf(const Policy& policy, const Facts& facts, const UnitRecord& record) {
  const RecordKind& kind = At(policy.kinds, record.kind);
  const std::string name = Concat(kind.name, " ", facts.IdOf(record.record));
  const auto title = kind.title ? facts.Value(record, *kind.title) : std::nullopt;
  if (!title) return name;
  return Concat(name, "（", facts.texts.View(TextId(static_cast<std::size_t>(*title))), "）");
}

std::string ExplainDeduction(const Policy& policy, const Facts& facts, const UnitResult& result,
                             const ScoreLine& line, const Deduction& deduction) {
  const Indicator& indicator = At(policy.indicators, line.indicator);
  const Rule& rule = indicator.rules[deduction.rule];
  const std::span<const std::uint32_t> causes = result.Causes(deduction);
  std::string why;
  if (deduction.record != nullptr) {
    why = Concat(rule.name, "：", NameOf(policy, facts, *deduction.record), "，",
                 FormatForPeople(deduction.record->at, facts.offset));
  } else if (std::holds_alternative<Consecutive>(rule.form)) {
    why = RowText(policy, facts, result, deduction);
  } else {
    const ObligationText text(policy, facts, result, result.obligations[causes.front()]);
    why = Concat(text.Demand(), "，", text.Standing());
  }
  std::string applied;
  if (deduction.applied == Points{}) {
    applied = "（本项已扣完，不再扣）";
  } else if (deduction.applied != deduction.points) {
    applied =
        Concat("（本项余 ", Format(deduction.applied), "，实扣 ", Format(deduction.applied), "）");
  }
  return Concat(indicator.id, " ", indicator.name, " −", Format(deduction.points), applied, "：",
                why, "；依据：", rule.clause);
}

std::string ExplainObligation(const Policy& policy, const Facts& facts, const UnitResult& result,
                              const Obligation& obligation) {
  const ObligationText text(policy, facts, result, obligation);
  return Concat(text.Demand(), "，", text.Standing());
}

std::string ExplainVeto(const Policy& policy, const Facts& facts, const UnitRecord& record) {
  return Concat("一票否决：", NameOf(policy, facts, record), "，",
                FormatForPeople(record.at, facts.offset), "；依据：", policy.veto->clause);
}

}  // namespace shouze
