#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kernel/policy.h"
#include "kernel/raw_facts.h"
#include "service/school.h"
#include "system/clock.h"

namespace shouze {

/// What a rehearsal begins with.
struct RehearsalScript {
  const RawFacts& facts;  ///< The year as it goes.
  const Policy& policy;   ///< Read from `policy_text`.
  std::string policy_text;
  std::vector<std::string> calendar_texts;
  /// Accounts that can log in get this hash; the others cannot log in by password.
  std::string password_hash;
};

/// An account of the rehearsal that can log in.
struct RehearsalLogin {
  std::string login;
  std::string who;  ///< 信息工程学院 网络安全信息员
  std::string account;
};

/// What did not go as the script has it.
struct RehearsalSlip {
  Instant at;
  std::string what;
  Errors why;
};

/// Plays a year. The clock is moved to each happening; everything goes through the services, by the
/// people whose business it is.
class Rehearsal {
 public:
  /// All must outlive it.
  Rehearsal(School& school, MovedClock& clock, const RehearsalScript& script);

  /// Accounts, roles, units, posts, policy, calendars, and the cycle opened on the year's first
  /// day.
  ResultOrErrors<void> Prepare();
  /// What happens until `until`; then the clock stands there.
  void PlayUntil(Instant until);

  const std::vector<RehearsalLogin>& logins() const { return logins_; }
  const std::vector<RehearsalSlip>& slips() const { return slips_; }
  std::int64_t acts() const { return acts_; }

 private:
  /// One row of the script, by when it happens.
  struct Happening {
    Instant at;
    int rank = 0;
    std::size_t row = 0;
    void (Rehearsal::*play)(std::size_t row);
  };
  struct PersonOfUnit {
    std::string account;
    std::string post;
    CivilDate from;
    std::optional<CivilDate> to;
  };

  std::string AddPerson(const std::string& login, const std::string& name, bool can_log_in);
  void AddRole(Role role, const std::string& login, const std::string& name);
  ResultOrErrors<void> AddRules();
  ResultOrErrors<void> AddUnitsAndPosts();
  void PlanYear();

  void PlayRecord(std::size_t row);
  void PlaySubmission(std::size_t row);
  void PlayReview(std::size_t row);
  void PlayWaiver(std::size_t row);
  void PlayExtension(std::size_t row);
  void PlayDispute(std::size_t row);
  void PlayDecision(std::size_t row);
  void PlayUnitEnd(std::size_t row);

  Caller As(Role role, bool second = false) const;
  std::optional<Caller> AsUnit(std::string_view unit) const;
  std::string ObligationNow(std::string_view key) const;
  FieldValues FieldsNow(const RawRecord& record) const;
  std::optional<std::string> Upload(const Caller& caller, const std::string& bytes);
  void Approve(const std::string& proposal, const std::string& what, std::string* fact);
  void Slip(std::string what, Errors why);

  School& school_;
  MovedClock& clock_;
  const RehearsalScript& script_;
  int year_;
  std::vector<Happening> plan_;
  std::size_t next_ = 0;
  std::map<Role, std::vector<std::string>> roles_;  ///< Accounts.
  std::map<std::string, std::vector<PersonOfUnit>, std::less<>> people_;
  std::map<std::string, std::string, std::less<>> records_;  ///< The script's id → the ledger's.
  std::map<std::string, std::string, std::less<>> submissions_;
  /// The latest of each submission.
  std::map<std::string, std::string, std::less<>> reviews_;
  std::map<std::size_t, std::string> disputes_;
  std::vector<RehearsalLogin> logins_;
  std::vector<RehearsalSlip> slips_;
  std::int64_t acts_ = 0;
};

}  // namespace shouze
