#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "service/obligation_rows.h"
#include "service/school.h"
#include "service/submissions.h"
#include "store/account_rows.h"
#include "store/test_store.h"
#include "testing/counted_random.h"
#include "testing/memory_vault.h"
#include "testing/moved_clock.h"

/// For tests only: one small school as the use cases make it, with people in every role.
namespace shouze {

/// All errors, a line each, for a failing test to show.
std::string Describe(const Errors& errors);

/// The seed policy, the calendars 2023–2026, the cycle 2026 open, on Monday 2026-03-02, 09:00.
///
/// Units: `A1` 信息工程学院 (teaching, 40 persons), `B2` 教务处 (administrative, 12 persons).
/// People by login: `contact-a` and `head-a` (信息员 and 行政主要负责人 of A1), `lead-a` (its
/// 分管负责人), `contact-b` and `head-b` of B2; `office`, `office2`, `centre`, `co`, `leader`,
/// `inspector`, `sysadmin`, `secadmin`, `auditor`; `nobody`, who holds nothing.
/// Everybody's password is kPassword, and everybody has the mail address `LOGIN@school.example`.
class TestSchool {
 public:
  static constexpr std::string_view kPassword = "Ming-Yue-2026";
  static constexpr int kYear = 2026;

  static SchoolOptions DefaultOptions();

  /// Throws std::runtime_error where the use cases refuse.
  explicit TestSchool(Store& store, SchoolOptions options = DefaultOptions());
  ~TestSchool();
  TestSchool(const TestSchool&) = delete;
  TestSchool& operator=(const TestSchool&) = delete;

  School& operator*() { return *school_; }
  School* operator->() { return school_.get(); }
  MovedClock& clock() { return clock_; }
  MemoryVault& vault() { return vault_; }
  CountedRandom& random() { return random_; }
  Store& store() { return store_; }
  Instant now() const { return clock_.Now(); }

  /// The same school served by another process: same tables, files and clock, memory of its own.
  std::unique_ptr<School> Another();
  /// As after a restart: the memory is gone.
  void Restart();

  /// The id of somebody's account; logins that a test has created are found, too.
  std::string AccountOf(std::string_view login);
  /// Somebody as they are today.
  Caller As(std::string_view login);

  /// Runs a use case as somebody; `operator` is the operator of the machine. `key`: of writes.
  template <class Case>
  ResultOrErrors<typename Case::AnswerType> Run(const Case& use_case, std::string_view login,
                                                const typename Case::RequestType& request,
                                                std::string_view key = {}) {
    constexpr bool takes_key = requires { use_case.appends; }
    &&!requires { use_case.prepare; };
    if constexpr (takes_key) {
      return school_->Run(use_case, As(login), request, key);
    } else {
      return school_->Run(use_case, As(login), request);
    }
  }

  /// The same where it must not fail: throws std::runtime_error with what was refused.
  template <class Case>
  typename Case::AnswerType Must(const Case& use_case, std::string_view login,
                                 const typename Case::RequestType& request) {
    auto answer = Run(use_case, login, request);
    if (!answer) throw std::runtime_error(Concat(use_case.name, ": ", Describe(answer.error())));
    return std::move(*answer);
  }

  /// The same by somebody who sees what it takes away or moves, and goes through with it.
  template <class Case>
  typename Case::AnswerType MustKnowingly(const Case& use_case, std::string_view login,
                                          typename Case::RequestType request) {
    const auto told = Run(use_case, login, request);
    if (told) throw std::runtime_error(Concat(use_case.name, ": nothing is taken away"));
    const std::string where = told.error().front().where;
    if constexpr (requires { request.loses; }) {
      if (where.starts_with("/loses/")) request.loses = where.substr(7);
    }
    if constexpr (requires { request.moves; }) {
      if (where.starts_with("/moves/")) request.moves = where.substr(7);
    }
    return Must(use_case, login, request);
  }

  /// A new account that holds nothing, with kPassword; its id.
  std::string AddPerson(std::string_view login);
  /// Changes somebody's account row behind everybody's back.
  template <class Change>
  void ChangeAccount(std::string_view login, Change change);

  /// A record by the office and centre at `at` (absent: now); its id.
  std::string Register(std::string_view kind, const std::vector<Label>& units,
                       const FieldValues& fields, std::optional<Instant> at = std::nullopt);
  /// A file that somebody has uploaded: a small PDF that says `text`.
  HandedFile Upload(std::string_view login, std::string_view text);
  /// Handed in by somebody for one obligation, with a file of its own; the submission's id.
  std::string HandIn(std::string_view login, std::string_view unit, std::string_view obligation);
  /// Accepted, or returned with a reason, by the office; the review's id.
  std::string Review(std::string_view submission, Verdict verdict);
  /// In 单位确认: the heads of both units confirm the initial result of kYear.
  void ConfirmAll();
  /// The unit's obligations now.
  std::vector<ObligationRow> Obligations(std::string_view unit);
  /// The one with this key; throws where there is none.
  ObligationRow ObligationOf(std::string_view unit, std::string_view key);

  /// How many entries the ledger has.
  std::int64_t entries() { return school_->head().seq; }

 private:
  void Open();
  void MakePeople();
  void MakeYear();
  void MakeUnits();
  void Assign(std::string_view unit, std::string_view post, std::string_view login);

  Store& store_;
  SchoolOptions options_;
  MovedClock clock_;
  MemoryVault vault_;
  CountedRandom random_;
  std::unique_ptr<School> school_;
};

/// A PDF that libmagic knows for one.
std::string SmallPdf(std::string_view text);

/// An instant of school time, as in `2026-03-02T09:00`; throws where it is none.
Instant SchoolTime(std::string_view text);

template <class Change>
void TestSchool::ChangeAccount(std::string_view login, Change change) {
  const std::string id = AccountOf(login);
  const auto done = store_.Write([&](WriteTx& tx) -> Result<void> {
    auto account = *FindAccount(tx, id);
    change(account);
    UpdateAccount(tx, account);
    return {};
  });
  if (!done) throw std::runtime_error("the account did not change");
}

}  // namespace shouze

// Tests include <gtest/gtest.h> first; what follows is left out elsewhere.
#ifdef GTEST_SKIP

namespace shouze {

/// A suite whose tests run on both databases, each with a school of its own:
///   class Sessions : public SchoolTest {};
///   SHOUZE_ON_BOTH_DATABASES(Sessions);
///   TEST_P(Sessions, …) { test().Must(kListUnits, "office", {}); }
class SchoolTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!IsSkipped()) test_ = std::make_unique<TestSchool>(store(), Options());
  }
  /// To be overridden where a suite needs other options.
  virtual SchoolOptions Options() { return TestSchool::DefaultOptions(); }

  TestSchool& test() { return *test_; }
  School& school() { return **test_; }
  MovedClock& clock() { return test_->clock(); }

 private:
  std::unique_ptr<TestSchool> test_;
};

}  // namespace shouze

#endif
