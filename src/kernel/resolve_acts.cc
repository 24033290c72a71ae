// What is done about obligations and records: submissions, reviews, waivers, extensions, disputes.

#include <tuple>

#include "kernel/resolver.h"

namespace shouze {

void FactsResolver::ResolveReviews() {
  struct Given {
    std::size_t submission;
    std::size_t index;
  };
  std::vector<Given> given;
  const Place reviews = root_.Member("reviews");
  for (std::size_t i = 0; i < raw_.reviews.size(); ++i) {
    const RawReview& raw = raw_.reviews[i];
    const Place where = reviews.Item(i);
    const auto found = submission_ids_.find(raw.submission);
    if (found == submission_ids_.end()) {
      Wrong(where.Member("submission"), Concat("没有编号为“", raw.submission, "”的报送"),
            Concat("no submission has the id \"", raw.submission, "\""));
      continue;
    }
    const RawSubmission& submission = raw_.submissions[found->second];
    if (raw.at && submission.at && *raw.at < *submission.at) {
      Wrong(where.Member("at"), Concat("审核时间早于报送“", raw.submission, "”的时间"),
            Concat("the review lies before submission \"", raw.submission, "\""));
    } else if (raw.at && raw.accepted) {
      given.push_back({found->second, i});
    }
  }
  std::ranges::sort(given, {}, [&](const Given& one) {
    return std::tuple(one.submission, *raw_.reviews[one.index].at, one.index);
  });
  review_ranges_.assign(raw_.submissions.size(), {0, 0});
  for (std::size_t i = 0; i < given.size(); ++i) {
    const RawReview& raw = raw_.reviews[given[i].index];
    const bool first = i == 0 || given[i - 1].submission != given[i].submission;
    if (!first && *raw_.reviews[given[i - 1].index].at == *raw.at) {
      Wrong(reviews.Item(given[i].index).Member("at"),
            Concat("报送“", raw.submission, "”在同一时刻有两次审核"),
            Concat("submission \"", raw.submission, "\" has two reviews at one instant"));
    }
    auto& range = review_ranges_[given[i].submission];
    if (first) range.first = static_cast<std::uint32_t>(facts.reviews.size());
    facts.reviews.push_back({*raw.at, *raw.accepted, facts.texts.Add(raw.reason)});
    range.second = static_cast<std::uint32_t>(facts.reviews.size());
  }
}

void FactsResolver::ResolveSubmissions() {
  const Place submissions = root_.Member("submissions");
  for (std::size_t i = 0; i < raw_.submissions.size(); ++i) {
    const RawSubmission& raw = raw_.submissions[i];
    if (!raw.id.empty() && !submission_ids_.emplace(raw.id, i).second) {
      Wrong(submissions.Item(i).Member("id"), Concat("报送编号“", raw.id, "”重复"),
            Concat("submission id \"", raw.id, "\" is given twice"));
    }
  }
  ResolveReviews();
  std::vector<Owned<Submission>> rows;
  for (std::size_t i = 0; i < raw_.submissions.size(); ++i) {
    const RawSubmission& raw = raw_.submissions[i];
    const Place where = submissions.Item(i);
    const auto unit = FindUnit(raw.unit, where.Member("unit"));
    if (raw.obligation.empty()) continue;
    const auto named = FindObligation(unit, raw.obligation, where.Member("obligation"));
    if (!named || !raw.at) continue;
    const Instant trigger = named->record != nullptr ? named->record->at : facts.YearStart();
    if (*raw.at < trigger) {
      Wrong(where.Member("at"),
            named->record != nullptr
                ? Concat("报送时间早于台账的时间 ", FormatForPeople(trigger, facts.offset))
                : Concat("报送时间早于考核年度开始 ", FormatForPeople(trigger, facts.offset)),
            Concat("the submission lies before ",
                   named->record != nullptr ? "its record" : "the year"));
      continue;
    }
    const Duty& duty = At(policy_.duties, named->ref.duty);
    if (!std::holds_alternative<MetBySubmission>(duty.met_by)) {
      Odd(where.Member("obligation"), Concat("“", duty.name, "”不由报送完成，这次报送不影响得分"),
          Concat("\"", raw.obligation, "\" is not met by submissions; this one changes nothing"));
    }
    rows.push_back({*unit,
                    {named->ref, *raw.at, review_ranges_[i].first, review_ranges_[i].second,
                     facts.texts.Add(raw.id)}});
  }
  facts.submissions = Group(std::move(rows), [this](const Submission& row) {
    return std::tuple(row.of, row.at, facts.texts.View(row.id));
  });
}

void FactsResolver::ResolveWaivers() {
  const Place waivers = root_.Member("waivers");
  std::vector<Owned<ObligationWaiver>> of_obligations;
  std::vector<Owned<RecordWaiver>> of_records;
  for (std::size_t i = 0; i < raw_.waivers.size(); ++i) {
    const RawWaiver& raw = raw_.waivers[i];
    const Place where = waivers.Item(i);
    const auto unit = FindUnit(raw.unit, where.Member("unit"));
    if (raw.obligation) {
      const auto named = FindObligation(unit, *raw.obligation, where.Member("obligation"));
      if (named && raw.at) {
        of_obligations.push_back({*unit, {named->ref, *raw.at, facts.texts.Add(raw.reason)}});
      }
    } else if (raw.record) {
      const auto record = FindRecordOf(unit, *raw.record, where.Member("record"));
      if (record && raw.at) {
        of_records.push_back({*unit, {*record, *raw.at, facts.texts.Add(raw.reason)}});
      }
    }
  }
  facts.waivers = Group(std::move(of_obligations), [this](const ObligationWaiver& row) {
    return std::tuple(row.of, row.at, facts.texts.View(row.reason));
  });
  facts.record_waivers = Group(std::move(of_records), [this](const RecordWaiver& row) {
    return std::tuple(row.record, row.at, facts.texts.View(row.reason));
  });
}

void FactsResolver::ResolveExtensions() {
  const Place extensions = root_.Member("extensions");
  std::vector<Owned<Extension>> rows;
  for (std::size_t i = 0; i < raw_.extensions.size(); ++i) {
    const RawExtension& raw = raw_.extensions[i];
    const Place where = extensions.Item(i);
    const auto unit = FindUnit(raw.unit, where.Member("unit"));
    if (raw.obligation.empty()) continue;
    const auto named = FindObligation(unit, raw.obligation, where.Member("obligation"));
    if (!named || !raw.until) continue;
    if (named->original.at && *raw.until < *named->original.at) {
      Wrong(where.Member("until"),
            Concat("延期后的时间早于原期限 ", FormatDeadline(*named->original.at, facts.offset)),
            Concat("the extension ends before the due instant ",
                   FormatRfc3339(*named->original.at, facts.offset)));
    } else if (raw_.year && named->record == nullptr && *raw.until > facts.YearEnd()) {
      Wrong(where.Member("until"), "年度职责不能延到考核年度之后",
            "a yearly duty cannot be extended beyond the year's end");
    }
    if (raw.at) {
      rows.push_back({*unit, {named->ref, *raw.at, *raw.until, facts.texts.Add(raw.reason)}});
    }
  }
  facts.extensions = Group(std::move(rows), [this](const Extension& row) {
    return std::tuple(row.of, row.at, row.until, facts.texts.View(row.reason));
  });
}

void FactsResolver::ResolveDisputes() {
  const Place disputes = root_.Member("disputes");
  std::vector<Owned<Dispute>> rows;
  for (std::size_t i = 0; i < raw_.disputes.size(); ++i) {
    const RawDispute& raw = raw_.disputes[i];
    const Place where = disputes.Item(i);
    const auto unit = FindUnit(raw.unit, where.Member("unit"));
    if (raw.record.empty()) continue;
    const auto record = FindRecordOf(unit, raw.record, where.Member("record"));
    if (raw.at && raw.decided_at && *raw.decided_at < *raw.at) {
      Wrong(where.Member("decided_at"), "裁定时间早于提出争议的时间",
            "the decision lies before the dispute");
      continue;
    }
    if (!record || !raw.at) continue;
    rows.push_back({*unit, {*record, *raw.at, raw.decided_at, facts.texts.Add(raw.reason)}});
  }
  facts.disputes = Group(std::move(rows), [](const Dispute& row) {
    return std::tuple(row.record, row.at, row.decided_at);
  });
}

}  // namespace shouze
