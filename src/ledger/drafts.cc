#include "ledger/drafts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "ledger/kept_facts.h"

namespace shouze {
namespace {

/// A draft, by when it came about; of equal instants what others rest on comes first.
struct Dated {
  Instant at;
  int rank = 0;
  std::size_t order = 0;
  EntryDraft draft;
};

class Drafting {
 public:
  explicit Drafting(const RawFacts& facts) : facts_(facts), year_(facts.year.value_or(0)) {}

  std::vector<EntryDraft> Take() {
    AddUnits();
    AddPosts();
    AddRecords();
    AddSubmissions();
    AddExceptions();
    AddDisputes();
    std::ranges::sort(dated_, [](const Dated& one, const Dated& other) {
      return std::tie(one.at, one.rank, one.order) < std::tie(other.at, other.rank, other.order);
    });
    for (Dated& one : dated_) drafts_.push_back(std::move(one.draft));
    return std::move(drafts_);
  }

 private:
  Label IdOf(std::string_view prefix, std::size_t index) const {
    return Concat("i", year_, "-", prefix, index + 1);
  }
  template <class Fact>
  void Add(Instant at, int rank, std::string kind, const Fact& fact) {
    dated_.push_back({at, rank, dated_.size(), {std::move(kind), BodyOf(fact)}});
  }

  void AddUnits() {
    for (const RawUnit& raw : facts_.units) {
      UnitFact fact;
      fact.id = std::string(raw.code);
      fact.name = std::string(raw.name.empty() ? raw.code : raw.name);
      fact.kind = std::string(raw.kind);
      fact.from = raw.from;
      fact.to = raw.to;
      fact.successor = raw.successor;
      for (const RawField& field : raw.fields) {
        const auto* const number = std::get_if<RawNumber>(&field.value);
        if (number != nullptr) fact.fields[std::string(field.key)] = number->thousandths / 1000;
      }
      drafts_.push_back({"unit.found", BodyOf(fact)});
    }
  }

  void AddPosts() {
    for (std::size_t i = 0; i < facts_.posts.size(); ++i) {
      const RawPost& raw = facts_.posts[i];
      const PostFact fact{IdOf("t", i), std::string(raw.unit),          std::string(raw.post),
                          "",           raw.from.value_or(CivilDate()), raw.to};
      drafts_.push_back({"post.assign", BodyOf(fact)});
    }
  }

  void AddRecords() {
    for (const RawRecord& raw : facts_.records) {
      RecordFact fact;
      fact.id = std::string(raw.id);
      for (const std::string_view unit : raw.units) fact.units.emplace_back(std::string(unit));
      fact.kind = std::string(raw.kind);
      fact.at = raw.at.value_or(Instant());
      fact.fields = OwnedValues(raw.fields);
      Add(fact.at, 0, "record.register", fact);
    }
  }

  void AddSubmissions() {
    for (const RawSubmission& raw : facts_.submissions) {
      SubmissionFact fact;
      fact.id = std::string(raw.id);
      fact.unit = std::string(raw.unit);
      fact.obligation = std::string(raw.obligation);
      fact.cycle = year_;
      fact.at = raw.at.value_or(Instant());
      Add(fact.at, 1, "submission.hand_in", fact);
    }
    for (std::size_t i = 0; i < facts_.reviews.size(); ++i) {
      const RawReview& raw = facts_.reviews[i];
      const ReviewFact fact{IdOf("v", i), std::string(raw.submission), raw.at.value_or(Instant()),
                            raw.accepted.value_or(false) ? Verdict::kAccepted : Verdict::kReturned,
                            std::string(raw.reason)};
      Add(fact.at, 2, "review.give", fact);
    }
  }

  void AddExceptions() {
    for (std::size_t i = 0; i < facts_.waivers.size(); ++i) {
      const RawWaiver& raw = facts_.waivers[i];
      WaiverFact fact;
      fact.id = IdOf("w", i);
      fact.unit = std::string(raw.unit);
      fact.obligation = raw.obligation.value_or("");
      fact.record = raw.record.value_or("");
      fact.cycle = year_;
      fact.at = raw.at.value_or(Instant());
      fact.reason = raw.reason;
      Add(fact.at, 3, "waiver.grant", fact);
    }
    for (std::size_t i = 0; i < facts_.extensions.size(); ++i) {
      const RawExtension& raw = facts_.extensions[i];
      ExtensionFact fact;
      fact.id = IdOf("x", i);
      fact.unit = std::string(raw.unit);
      fact.obligation = std::string(raw.obligation);
      fact.cycle = year_;
      fact.until = raw.until.value_or(Instant());
      fact.at = raw.at.value_or(Instant());
      fact.reason = raw.reason;
      Add(fact.at, 3, "extension.grant", fact);
    }
  }

  void AddDisputes() {
    for (std::size_t i = 0; i < facts_.disputes.size(); ++i) {
      const RawDispute& raw = facts_.disputes[i];
      DisputeFact fact;
      fact.id = IdOf("d", i);
      fact.unit = std::string(raw.unit);
      fact.record = std::string(raw.record);
      fact.at = raw.at.value_or(Instant());
      fact.reason = raw.reason;
      Add(fact.at, 4, "dispute.raise", fact);
      if (!raw.decided_at) continue;
      fact.decided_at = raw.decided_at;
      // The file does not say how it was decided: in the unit's favour where it waives the record.
      fact.upheld = std::ranges::any_of(facts_.waivers, [&](const RawWaiver& waiver) {
        return waiver.unit == raw.unit && waiver.record == raw.record;
      });
      Add(*raw.decided_at, 5, "dispute.decide", fact);
    }
  }

  const RawFacts& facts_;
  const int year_;
  std::vector<EntryDraft> drafts_;
  std::vector<Dated> dated_;
};

}  // namespace

std::vector<EntryDraft> DraftEntries(const RawFacts& facts) { return Drafting(facts).Take(); }

}  // namespace shouze
