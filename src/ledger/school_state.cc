#include "ledger/school_state.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kEveryUnit = "*";

template <class Facts>
void AddAll(std::vector<std::string>& units, const Facts& more) {
  for (const auto& unit : more) units.push_back(unit);
}

}  // namespace

std::vector<EntryUnit> Change::EntryUnits() const {
  std::vector<EntryUnit> rows;
  rows.reserve(units.size());
  for (const std::string& unit : units) rows.push_back({entry.seq, unit});
  return rows;
}

bool Change::ConcernsAll() const { return std::ranges::find(units, kEveryUnit) != units.end(); }

bool SchoolState::Has(const SaidByEntry& said, std::span<const Change> pending) const {
  for (auto at = pending.rbegin(); at != pending.rend(); ++at) {
    if (at->said.kind->fact == said.kind->fact && at->said.id == said.id) {
      return at->said.fact.has_value();
    }
  }
  return WithFactOf(said.kind->fact,
                    [&](auto fact) { return Find<decltype(fact)>(said.id) != nullptr; });
}

/// Whom a fact concerns.
struct SchoolState::Indexer {
  const SchoolState& state;
  std::span<const Change> pending;
  std::vector<std::string>& units;

  void operator()(const UnitFact& fact) {
    units.push_back(fact.id);
    if (!fact.successor.empty()) units.push_back(fact.successor);
  }
  void operator()(const PostFact& fact) { units.push_back(fact.unit); }
  void operator()(const RoleFact&) {}
  void operator()(const PolicyFact&) {}
  void operator()(const CalendarFact&) {}
  void operator()(const CycleFact&) { units.emplace_back(kEveryUnit); }
  void operator()(const RecordFact& fact) {
    AddAll(units, fact.units);
    if (!fact.taken_over) return;
    for (const TakenOver& step : *fact.taken_over) units.push_back(step.to);
  }
  void operator()(const SubmissionFact& fact) { units.push_back(fact.unit); }
  void operator()(const ReviewFact& fact) {
    for (auto at = pending.rbegin(); at != pending.rend(); ++at) {
      const auto* submission =
          at->said.fact ? std::get_if<SubmissionFact>(&*at->said.fact) : nullptr;
      if (submission != nullptr && submission->id == fact.submission) {
        units.push_back(submission->unit);
        return;
      }
    }
    const auto* submission = state.Find<SubmissionFact>(fact.submission);
    if (submission != nullptr) units.push_back(submission->fact.unit);
  }
  void operator()(const WaiverFact& fact) { units.push_back(fact.unit); }
  void operator()(const ExtensionFact& fact) { units.push_back(fact.unit); }
  void operator()(const DisputeFact& fact) { units.push_back(fact.unit); }
  void operator()(const ProposalFact& fact) {
    for (const ProposedAct& act : fact.acts) {
      const auto said = ReadEntryBody(act.kind, act.body.text);
      if (said && said->fact && !std::holds_alternative<ProposalFact>(*said->fact)) {
        std::visit(*this, *said->fact);
      }
    }
  }
  void operator()(const FrozenFact&) { units.emplace_back(kEveryUnit); }
  void operator()(const FeedbackFact& fact) { units.push_back(fact.unit); }
  void operator()(const AnswerFact& fact) { units.push_back(fact.unit); }
  void operator()(const SelfCheckFact& fact) { units.push_back(fact.unit); }
  void operator()(const CommentFact& fact) {
    if (!fact.unit.empty()) units.push_back(fact.unit);
  }
  void operator()(const ClockFaultFact&) { units.emplace_back(kEveryUnit); }
};

std::vector<std::string> SchoolState::UnitsOf(const SaidByEntry& said,
                                              std::span<const Change> pending) const {
  std::vector<std::string> units;
  Indexer indexer{*this, pending, units};
  if (said.fact) std::visit(indexer, *said.fact);
  // Those whom the version before concerned are concerned by its end as well.
  WithFactOf(said.kind->fact, [&](auto fact) {
    const auto* before = Find<decltype(fact)>(said.id);
    if (before != nullptr) indexer(before->fact);
  });
  std::ranges::sort(units);
  units.erase(std::unique(units.begin(), units.end()), units.end());
  return units;
}

ResultOrErrors<Change> SchoolState::Prepare(Entry entry, std::span<const Change> pending) const {
  auto said = ReadEntryBody(entry.kind, entry.body);
  if (!said) return said.error();
  const bool there = Has(*said, pending);
  const bool begins = said->kind->effect == Effect::kBegin;
  if (there == begins) {
    return Fail(
        ErrorCode::kConflict,
        Concat("“", said->kind->chinese, "”不成立：", said->id, there ? " 已经存在" : " 不存在"),
        Concat(entry.kind, ": ", said->id, there ? " is there already" : " is not there"));
  }
  Change change{std::move(entry), std::move(*said), {}};
  change.units = UnitsOf(change.said, pending);
  return change;
}

void SchoolState::Apply(Change change) {
  if (change.said.kind->effect != Effect::kBegin) End(change.said.kind->fact, change.said.id);
  if (change.said.fact) Put(change.entry, change.said.id, std::move(*change.said.fact));
  for (const std::string& unit : change.units) {
    if (unit == kEveryUnit) {
      last_of_all_ = change.entry.seq;
    } else {
      of_unit_[unit].last_entry = change.entry.seq;
    }
  }
  last_at_ = change.entry.at;
  last_seq_ = change.entry.seq;
  head_ = {change.entry.seq, change.entry.digest};
}

ResultOrErrors<void> SchoolState::Load(Entry entry) {
  auto said = ReadEntryBody(entry.kind, entry.body);
  if (!said) return said.error();
  if (said->fact) Put(entry, said->id, std::move(*said->fact));
  if (entry.seq >= last_seq_) {
    last_at_ = entry.at;
    last_seq_ = entry.seq;
  }
  return {};
}

void SchoolState::SetHead(Head head, const std::vector<EntryUnit>& last_entries) {
  head_ = std::move(head);
  for (const EntryUnit& last : last_entries) {
    if (last.unit == kEveryUnit) {
      last_of_all_ = last.seq;
    } else {
      of_unit_[last.unit].last_entry = last.seq;
    }
  }
}

std::int64_t SchoolState::LastEntryOf(std::string_view unit) const {
  return std::max(last_of_all_, Of(unit).last_entry);
}

const SchoolState::OfUnit& SchoolState::Of(std::string_view unit) const {
  static const OfUnit nothing;
  const auto found = of_unit_.find(unit);
  return found == of_unit_.end() ? nothing : found->second;
}

void SchoolState::Put(const Entry& entry, const std::string& id, KeptFact fact) {
  const auto index = [&](auto member, std::string_view unit) {
    (of_unit_[std::string(unit)].*member).insert(id);
  };
  std::visit(
      [&]<class Fact>(Fact& one) {
        if constexpr (std::is_same_v<Fact, RecordFact>) {
          for (const Label& unit : one.units) index(&OfUnit::records, unit);
          if (one.taken_over) {
            for (const TakenOver& step : *one.taken_over) index(&OfUnit::records, step.to);
          }
        } else if constexpr (std::is_same_v<Fact, SubmissionFact>) {
          index(&OfUnit::submissions, one.unit);
        } else if constexpr (std::is_same_v<Fact, PostFact>) {
          index(&OfUnit::posts, one.unit);
        } else if constexpr (std::is_same_v<Fact, WaiverFact>) {
          index(&OfUnit::waivers, one.unit);
        } else if constexpr (std::is_same_v<Fact, ExtensionFact>) {
          index(&OfUnit::extensions, one.unit);
        } else if constexpr (std::is_same_v<Fact, DisputeFact>) {
          index(&OfUnit::disputes, one.unit);
        } else if constexpr (std::is_same_v<Fact, ReviewFact>) {
          reviews_of_[one.submission].insert(id);
        }
        std::get<KeptTable<Fact>>(tables_)[id] = {std::move(one), entry.seq, entry.at, entry.actor};
      },
      fact);
}

void SchoolState::End(std::string_view fact_kind, const std::string& id) {
  const auto forget = [&](auto member, std::string_view unit) {
    (of_unit_[std::string(unit)].*member).erase(id);
  };
  WithFactOf(fact_kind, [&]<class Fact>(Fact) {
    auto& table = std::get<KeptTable<Fact>>(tables_);
    const auto found = table.find(id);
    CHECK(found != table.end());
    const Fact& one = found->second.fact;
    if constexpr (std::is_same_v<Fact, RecordFact>) {
      for (const Label& unit : one.units) forget(&OfUnit::records, unit);
      if (one.taken_over) {
        for (const TakenOver& step : *one.taken_over) forget(&OfUnit::records, step.to);
      }
    } else if constexpr (std::is_same_v<Fact, SubmissionFact>) {
      forget(&OfUnit::submissions, one.unit);
    } else if constexpr (std::is_same_v<Fact, PostFact>) {
      forget(&OfUnit::posts, one.unit);
    } else if constexpr (std::is_same_v<Fact, WaiverFact>) {
      forget(&OfUnit::waivers, one.unit);
    } else if constexpr (std::is_same_v<Fact, ExtensionFact>) {
      forget(&OfUnit::extensions, one.unit);
    } else if constexpr (std::is_same_v<Fact, DisputeFact>) {
      forget(&OfUnit::disputes, one.unit);
    } else if constexpr (std::is_same_v<Fact, ReviewFact>) {
      reviews_of_[one.submission].erase(id);
    }
    table.erase(found);
  });
}

const SchoolState::Ids& SchoolState::RecordsOf(std::string_view unit) const {
  return Of(unit).records;
}
const SchoolState::Ids& SchoolState::SubmissionsOf(std::string_view unit) const {
  return Of(unit).submissions;
}
const SchoolState::Ids& SchoolState::PostsOf(std::string_view unit) const { return Of(unit).posts; }
const SchoolState::Ids& SchoolState::WaiversOf(std::string_view unit) const {
  return Of(unit).waivers;
}
const SchoolState::Ids& SchoolState::ExtensionsOf(std::string_view unit) const {
  return Of(unit).extensions;
}
const SchoolState::Ids& SchoolState::DisputesOf(std::string_view unit) const {
  return Of(unit).disputes;
}

std::vector<const Kept<ReviewFact>*> SchoolState::ReviewsOf(std::string_view submission) const {
  std::vector<const Kept<ReviewFact>*> reviews;
  const auto found = reviews_of_.find(submission);
  if (found == reviews_of_.end()) return reviews;
  for (const std::string& id : found->second) reviews.push_back(Find<ReviewFact>(id));
  std::ranges::sort(reviews, {}, [](const auto* one) { return one->fact.at; });
  return reviews;
}

const Kept<ReviewFact>* SchoolState::LatestReview(std::string_view submission) const {
  const auto reviews = ReviewsOf(submission);
  return reviews.empty() ? nullptr : reviews.back();
}

}  // namespace shouze
