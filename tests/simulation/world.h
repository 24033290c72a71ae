#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dice.h"
#include "faults.h"
#include "options.h"
#include "service/school.h"
#include "store/store.h"
#include "system/watched_clock.h"
#include "testing/counted_random.h"

/// The simulated school: what is outside of it, who is there, and what it has acknowledged.
namespace shouze::simulation {

/// Something is not as it must be.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Failure.
void Expect(bool holds, const std::string& what);

/// What has been acknowledged: nothing of it may ever be missing.
struct Acknowledged {
  Head head;                                            ///< The last entry that was read.
  Instant last_at;                                      ///< Its instant.
  std::set<std::pair<std::string, std::string>> facts;  ///< Kind and id of those that count now.
  std::set<std::string> ever;                           ///< Ids of all facts there ever were.
  std::set<std::string> files;                          ///< Digests of uploads.
  /// Entry and unit → the sheet as it was when frozen.
  std::map<std::pair<std::int64_t, std::string>, std::string> frozen;
};

/// The office's people, who come and go less than those of units.
inline const std::vector<std::string> kOfficers = {"office1", "office2", "office3"};

class World {
 public:
  explicit World(const Options& options);

  /// Opens the store and the school, or closes them: a process that starts or ends.
  void Open();
  void Close();
  /// The school as a process that starts just now would see it, and a store of its own.
  std::unique_ptr<Store> OpenStore() const;
  std::unique_ptr<School> OpenSchool(Store& store);

  /// The accounts, the policy, the calendars, the first units and cycles.
  void Found();

  School& school() { return *school_; }
  Store& store() { return *store_; }
  MachineClock& clock() { return clock_; }
  /// The same as the process that serves believes it.
  WatchedClock& watched_clock() { return *watched_clock_; }
  BreakableVault& vault() { return vault_; }
  const Options& options() const { return options_; }
  bool is_sqlite() const { return options_.database == "sqlite"; }
  std::string database_file() const;
  /// As people's watches say. The school itself may believe another time: SchoolNow.
  Instant now() { return clock_.Real(); }
  CivilDate today() { return DateAt(now(), kOffset); }
  Instant SchoolNow();

  /// Of the day, or of its remainder after a killed process: what people do.
  Dice& dice() { return dice_; }
  /// What breaks, as far as nobody may notice it: each database has other faults, but not another
  /// year.
  Dice& fault_dice() { return fault_dice_; }
  void NewDice(CivilDate day, int part);
  /// A key that no other act has.
  std::string NewKey();

  Caller As(const std::string& login);
  std::string AccountOf(const std::string& login) const { return accounts_.at(login); }
  std::string LoginOf(const std::string& account) const;
  /// Codes of the units that exist today.
  std::vector<Label> Units();
  /// Logins of those who hold a post in the unit today.
  std::vector<std::string> PeopleOf(const std::string& unit);
  /// The unit's own accounts, in whatever post.
  static std::vector<std::string> PoolOf(const std::string& unit);
  /// All codes that a unit has or will have.
  std::vector<std::string> Codes() const;

  /// Hands the facts as they are to `look`; no act may be done meanwhile.
  template <class Look>
  auto Facts(Look look) {
    const View view(*school_, watched_clock_->Now());
    return look(view);
  }

  Head StoredHead();
  /// Reads what was appended since, and remembers it.
  void Learn();
  Acknowledged& acknowledged() { return acknowledged_; }

  /// Counts; a child process tells its parent through the pipe.
  void Count(const std::string& what, std::int64_t number = 1);
  /// Tells the parent of an act that was done; `ids`: facts that the answer names.
  void Acknowledge(const std::vector<std::string>& ids);
  void AcknowledgeFile(const std::string& digest);
  std::map<std::string, std::int64_t>& counts() { return counts_; }

  /// This is a child process from now on, which tells through the pipe what it does, and is killed
  /// amid the next act after so many.
  void BecomeChild(int pipe, std::int64_t acts);
  bool is_child() const { return pipe_ >= 0; }
  bool is_last_act() const { return is_child() && acts_left_ <= 0; }
  void Tell(const std::string& line) const;
  [[noreturn]] static void AwaitDeath();

  /// Whether faults may strike, here and now.
  bool faults = false;
  /// Something has happened today after which everything is to be looked at.
  bool look_closely = false;

 private:
  void AddPeople();
  void FindPeople();

  Options options_;
  MachineClock clock_;
  std::unique_ptr<WatchedClock> watched_clock_;
  BreakableVault vault_;
  CountedRandom random_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<School> school_;
  std::map<std::string, std::string> accounts_;
  std::map<std::string, std::string> logins_;
  Dice dice_;
  Dice fault_dice_;
  std::string key_stem_;
  int keys_ = 0;
  Acknowledged acknowledged_;
  std::map<std::string, std::int64_t> counts_;
  int pipe_ = -1;
  std::int64_t acts_left_ = 0;
};

/// The text of a file; paths are from the checkout's root.
std::string ReadText(const std::string& path);

}  // namespace shouze::simulation
