#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/cycle_rules.h"
#include "ledger/entry_kinds.h"
#include "ledger/kept_facts.h"
#include "service/school.h"

/// What entries say, in a Chinese sentence each, for lists: 豁免 信息工程学院
/// 漏洞整改（5.1/fix/r12）.
namespace shouze {

/// An entry in words, and whom it concerns.
struct EntryWords {
  std::string text;
  std::vector<std::string> units;  ///< Their codes; `*`: all.
};

/// Writes them from what the members of a body are called, whatever the kind of fact. Facts that
/// have ended are looked up in the ledger.
class FactWords {
 public:
  explicit FactWords(const View& view) : view_(view) {}

  /// Of an entry, or of one that is proposed. An unreadable body: the kind's name alone.
  EntryWords Of(std::string_view kind, const std::string& body) const;

  std::string UnitName(std::string_view unit) const;
  /// The name of an account today.
  std::string PersonName(const std::string& account) const;
  /// 漏洞 r12（教务系统）
  std::string RecordName(const RecordFact& record) const;
  /// 漏洞整改：漏洞 r12（教务系统）（5.1/fix/r12）
  std::string ObligationName(std::string_view obligation) const;

 private:
  struct Writing;

  /// The fact as it is, or as it was last.
  template <class Fact>
  std::optional<Fact> Find(std::string_view kind, std::string_view id) const;
  /// The policy of a year, of the newest cycle without one; null where there is no cycle.
  const Policy* PolicyOf(std::optional<int> year) const;

  const View& view_;
  mutable std::map<int, std::shared_ptr<const CycleRules>> rules_;
  mutable std::optional<std::map<std::string, std::string>> people_;
};

}  // namespace shouze
