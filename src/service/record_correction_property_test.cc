// What must hold of every correction, tried on random ones of random records in two years whose
// policies differ.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>

#include "service/proof.h"
#include "testing/two_years.h"

namespace shouze {
namespace {

constexpr int kTrials = 150;

/// Refused; done at once; or waiting for a second person.
enum class Outcome { kRefused, kDone, kProposed };

class EveryCorrection : public TwoYears {
 protected:
  std::int64_t Below(std::int64_t below) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
  }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class Value>
  const Value& OneOf(const std::vector<Value>& values) {
    return values[static_cast<std::size_t>(Below(std::ssize(values)))];
  }

  std::vector<Label> SomeUnits() {
    if (Chance(8)) return {};
    std::vector<Label> units;
    for (const char* const unit : {"A1", "B2", "C3"}) {
      if (Chance(50)) units.emplace_back(unit);
    }
    if (units.empty() || Chance(4)) units.emplace_back(Chance(20) ? "Z9" : "B2");
    std::ranges::sort(units);
    units.erase(std::unique(units.begin(), units.end()), units.end());
    return units;
  }
  /// Before and after midnight, a day back, long ago, and to come.
  Instant SomeInstant() {
    static const std::vector<std::string> instants = {
        "2026-03-01T09:00", "2026-12-20T09:00", "2026-12-31T09:59", "2026-12-31T10:01",
        "2026-12-31T20:00", "2026-12-31T23:59", "2027-01-01T00:00", "2027-01-01T08:00",
        "2027-01-01T10:00", "2027-01-02T09:00"};
    return SchoolTime(OneOf(instants));
  }
  FieldValue SomeNumber(const std::vector<Label>& units) {
    static const std::vector<std::int64_t> numbers = {0, 5, 12, 15, 21, 40, 41};
    if (Chance(50)) return Points{OneOf(numbers) * 1000};
    NumbersByUnit each;
    for (const Label& unit : units) each[unit] = Points{OneOf(numbers) * 1000};
    return each;
  }
  FieldValues SomeFields(std::string_view kind, const std::vector<Label>& units) {
    FieldValues fields;
    const auto maybe = [&](int percent, std::string name, FieldValue value) {
      if (Chance(percent)) fields.emplace_back(std::move(name), std::move(value));
    };
    static const std::vector<std::string> days = {"2026-12-31", "2027-01-01", "2027-02-01", "明天"};
    if (kind == "vulnerability") maybe(40, "severity", std::string(Chance(80) ? "high" : "huge"));
    if (kind == "drill") maybe(80, "due_on", OneOf(days));
    if (kind == "project") {
      maybe(60, "apply_due", OneOf(days));
      maybe(60, "accept_due", OneOf(days));
    }
    if (kind == "incident") {
      maybe(70, "name", std::string("首页被篡改"));
      maybe(50, "major", Chance(50));
    }
    if (kind == "accountability") {
      maybe(80, "document", std::string(Chance(90) ? "苏教〔2026〕9 号" : ""));
      maybe(50, "year", Points{(2026 + Below(2)) * 1000});
    }
    if (kind == "training") {
      fields = {{"audience", std::string("all")}, {"hours", Points{4000}}};
      maybe(95, "half_days", Points{1000});
      maybe(90, "attendees", SomeNumber(units));
    }
    if (kind == "meeting") maybe(50, "name", std::string("例会"));
    return fields;
  }
  RegisterRecordRequest SomeRecord() {
    static const std::vector<std::string> kinds = {
        "vulnerability", "meeting", "training", "drill", "incident", "accountability", "project"};
    RegisterRecordRequest record;
    record.kind = OneOf(kinds);
    record.units = SomeUnits();
    record.at = SomeInstant();
    record.fields = SomeFields(record.kind, record.units);
    record.reason = "登记";
    return record;
  }
  RegisterRecordRequest Corrected(const RegisterRecordRequest& before) {
    RegisterRecordRequest after = before;
    if (Chance(50)) after.units = SomeUnits();
    if (Chance(60)) after.at = SomeInstant();
    if (Chance(50)) after.fields = SomeFields(after.kind, after.units);
    after.reason = "登记有误";
    return after;
  }
  /// A record that names this one, where its kind can be named.
  static std::optional<RegisterRecordRequest> Follower(const RegisterRecordRequest& record,
                                                       const Label& unit, const std::string& id) {
    RegisterRecordRequest follower = record;
    follower.units = {unit};
    follower.reason = "登记";
    if (record.kind == "meeting") {
      follower.kind = "attendance";
      follower.fields = {{"meeting", id}};
    } else if (record.kind == "vulnerability" || record.kind == "incident") {
      follower.kind = "recurrence";
      follower.fields = {{"of", id}};
    } else {
      return std::nullopt;
    }
    return follower;
  }

  /// By somebody who sees what it takes away.
  template <class Case>
  ResultOrErrors<RecordAnswer> Knowingly(const Case& use_case, const Caller& caller,
                                         typename Case::RequestType request) {
    auto answer = school().Run(use_case, caller, request);
    if (answer) return answer;
    const Errors errors = answer.error();
    if (!errors.front().where.starts_with("/loses/")) return errors;
    request.loses = errors.front().where.substr(7);
    return school().Run(use_case, caller, request);
  }
  static Outcome Of(const ResultOrErrors<RecordAnswer>& answer) {
    if (!answer) return Outcome::kRefused;
    return answer->proposal.empty() ? Outcome::kDone : Outcome::kProposed;
  }
  void TakeBack(std::string_view login, const ResultOrErrors<RecordAnswer>& answer) {
    if (Of(answer) == Outcome::kProposed) {
      test().Must(kWithdrawProposal, login, {Label(answer->proposal), ""});
    }
  }
  /// What comes of registering it now, and is undone.
  Outcome OfRegistering(std::string_view login, const RegisterRecordRequest& record) {
    const auto answer = test().Run(kRegisterRecord, login, record);
    TakeBack(login, answer);
    if (Of(answer) == Outcome::kDone) {
      const auto undone =
          Knowingly(kWithdrawRecord, Both(), {Label(answer->id), "试登", Label("文号")});
      EXPECT_TRUE(undone) << Describe(undone.error());
    }
    return Of(answer);
  }
  /// What comes of withdrawing it, by a document: it may be gone then.
  Outcome OfWithdrawing(std::string_view login, const std::string& id) {
    const auto answer = Knowingly(kWithdrawRecord, test().As(login),
                                  {Label(id), "撤销", Label("苏教〔2026〕12 号")});
    TakeBack(login, answer);
    return Of(answer);
  }

  /// Whom it vetoes in which year, as the two policies have it.
  static std::set<std::pair<std::string, std::int64_t>> Vetoed(
      const RegisterRecordRequest& record) {
    const bool next = record.at >= SchoolTime("2027-01-01T00:00");
    std::int64_t named = next ? 2027 : 2026;
    std::set<std::pair<std::string, std::int64_t>> vetoed;
    if (record.kind == "accountability") {
      for (const auto& [name, value] : record.fields) {
        if (name == "year") named = std::get<Points>(value).thousandths / 1000;
      }
      if (next && named == 2027) return {};
    } else if (record.kind != "incident" || !next) {
      return {};
    }
    for (const Label& unit : record.units) vetoed.emplace(unit, named);
    return vetoed;
  }

  void TryOne() {
    const RegisterRecordRequest before = SomeRecord();
    const std::string id = Make(before);
    if (id.empty()) return;
    const std::string twin = Make(before);
    std::optional<RegisterRecordRequest> follower;
    std::string following;
    if (Chance(40)) {
      const Label unit = OneOf(before.units);
      follower = Follower(before, unit, id);
      if (follower) following = Make(*follower);
      if (!following.empty()) {
        EXPECT_NE(Make(*Follower(before, unit, twin)), "");
      }
    }
    const bool followed = !following.empty();
    const std::string login = Chance(50) ? "office" : "centre";
    const RegisterRecordRequest after = Corrected(before);
    const Outcome registered = OfRegistering(login, after);
    const Outcome withdrawn = OfWithdrawing(login, twin);
    const auto answer = Knowingly(kCorrectRecord, test().As(login),
                                  {Label(id), after.units, after.at, after.fields, "登记有误"});
    const Outcome corrected = Of(answer);
    ++tried_[corrected];
    SCOPED_TRACE(Concat(WriteJson(before, UtcOffset{480}), " → ", WriteJson(after, UtcOffset{480}),
                        " by ", login, answer ? "" : Describe(answer.error())));

    const bool lifts = !std::ranges::includes(Vetoed(after), Vetoed(before));
    if (corrected != Outcome::kRefused) {
      EXPECT_NE(registered, Outcome::kRefused) << "creation refuses it";
      EXPECT_TRUE(withdrawn != Outcome::kRefused || followed) << "withdrawal refuses it";
      EXPECT_FALSE(lifts) << "a veto is undone by a document only";
      if (registered == Outcome::kProposed || withdrawn == Outcome::kProposed) {
        EXPECT_EQ(corrected, Outcome::kProposed) << "one hand alone does it";
      }
    }
    if (registered != Outcome::kRefused && withdrawn != Outcome::kRefused && !lifts) {
      const bool one_hand = registered == Outcome::kDone && withdrawn == Outcome::kDone;
      EXPECT_EQ(corrected, one_hand ? Outcome::kDone : Outcome::kProposed) << "for no reason";
    }
    if (corrected == Outcome::kProposed) {
      test().Must(kApproveProposal, "office2", {Label(answer->proposal), ""});
    }
    if (corrected != Outcome::kRefused && followed) {
      EXPECT_NE(Make(*follower), "") << "what names it has lost its ground";
    }
  }

  std::mt19937_64 random_{20'270'101};
  std::map<Outcome, int> tried_;
};
SHOUZE_ON_BOTH_DATABASES(EveryCorrection);

TEST_P(EveryCorrection, DoesWhatRegisteringAndWithdrawingWouldDoAndByAsMany) {
  for (int trial = 0; trial < kTrials && !HasFailure(); ++trial) TryOne();
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
  for (const Outcome outcome : {Outcome::kRefused, Outcome::kDone, Outcome::kProposed}) {
    EXPECT_GT(tried_[outcome], kTrials / 20) << "the trials say little";
  }
}

}  // namespace
}  // namespace shouze
