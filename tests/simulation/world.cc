#include "world.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "ledger/clock_faults.h"
#include "ledger/entry_kinds.h"
#include "service/clock_keeping.h"
#include "service/cycles.h"
#include "service/roles.h"
#include "service/stages.h"
#include "service/units.h"
#include "store/account_rows.h"
#include "store/ledger_rows.h"
#include "testing/test_school.h"

namespace shouze::simulation {
namespace {

constexpr std::int64_t kFileBytesMax = std::int64_t{1} << 20;
constexpr std::pair<std::string_view, Role> kRoles[] = {
    {"office1", Role::kOffice},         {"office2", Role::kOffice},
    {"office3", Role::kOffice},         {"centre", Role::kCentre},
    {"co", Role::kCoOrganiser},         {"leader", Role::kLeadingGroup},
    {"inspector", Role::kInspector},    {"sysadmin", Role::kSystemAdmin},
    {"secadmin", Role::kSecurityAdmin}, {"auditor", Role::kAuditor},
};
constexpr std::string_view kPools[] = {"secretary", "head",   "lead",  "contact",
                                       "contact2",  "admin1", "admin2"};
constexpr std::string_view kKinds[] = {"teaching", "administrative", "mass", "direct"};
constexpr std::string_view kFirstPosts[][2] = {{"secretary", "secretary"},
                                               {"head", "head"},
                                               {"security_lead", "lead"},
                                               {"contact", "contact"},
                                               {"info_admin", "admin1"}};

SchoolOptions OptionsOfSchool() {
  SchoolOptions options;
  options.name = "模拟学院";
  options.offset = kOffset;
  return options;
}

}  // namespace

void Expect(bool holds, const std::string& what) {
  if (!holds) throw Failure(what);
}

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(Concat(path, " is not there: run in the checkout's root"));
  return {std::istreambuf_iterator<char>(file), {}};
}

World::World(const Options& options)
    : options_(options),
      vault_(OpenVault(Concat(options.folder, "/vault"), kFileBytesMax)),
      random_(options.seed),
      dice_(options.seed),
      fault_dice_(options.seed) {}

std::string World::database_file() const { return Concat(options_.folder, "/tables/shouze.db"); }

std::unique_ptr<Store> World::OpenStore() const {
  StoreOptions options;
  options.database = is_sqlite() ? Concat("sqlite:", database_file()) : options_.database;
  options.readers = 2;
  options.backup_folder = Concat(options_.folder, "/backups");
  auto store = Store::Open(options);
  if (!store) throw Failure(Describe(store.error()));
  return std::move(*store);
}

std::unique_ptr<School> World::OpenSchool(Store& store) {
  auto school = School::Open({store, vault_, *watched_clock_, random_}, OptionsOfSchool());
  if (!school) throw Failure(Describe(school.error()));
  return std::move(*school);
}

void World::Open() {
  store_ = OpenStore();
  watched_clock_ = std::make_unique<WatchedClock>(clock_, ClockLimits(), KeptAnchor(*store_));
  school_ = OpenSchool(*store_);
  FindPeople();
}

void World::Close() {
  school_.reset();
  store_.reset();
}

void World::NewDice(CivilDate day, int part) {
  dice_ = Dice(options_.seed, {day.days, part});
  fault_dice_ = Dice(options_.seed, {day.days, part, 1});
  key_stem_ = Concat(day.days, "-", part, "-");
  keys_ = 0;
}

std::string World::NewKey() { return Concat(key_stem_, ++keys_); }

std::vector<std::string> World::PoolOf(const std::string& unit) {
  std::vector<std::string> logins;
  for (const std::string_view who : kPools) logins.push_back(Concat(unit, "-", who));
  return logins;
}

std::vector<std::string> World::Codes() const {
  std::vector<std::string> codes;
  for (int i = 0; i < options_.units; ++i) {
    codes.push_back(Concat(std::string(1, static_cast<char>('A' + i % 26)), i));
  }
  codes.emplace_back("NEW");
  return codes;
}

void World::AddPeople() {
  std::vector<std::string> logins = {"nobody"};
  for (const auto& [login, role] : kRoles) logins.emplace_back(login);
  for (const std::string& code : Codes()) {
    std::ranges::copy(PoolOf(code), std::back_inserter(logins));
  }
  const auto added = store_->Write([&](WriteTx& tx) -> Result<void> {
    for (const std::string& login : logins) {
      Account account;
      account.id = random_.Hex(16);
      account.login = login;
      account.name = login;
      account.created_at = now();
      AddAccount(tx, account);
    }
    return {};
  });
  Expect(added.has_value(), "people could not be added");
  FindPeople();
}

void World::FindPeople() {
  accounts_.clear();
  logins_.clear();
  const auto rows = store_->Read([](const ReadTx& tx) { return ReadAccounts(tx); });
  std::map<std::string, std::string> lower;
  for (const std::string& code : Codes()) {
    for (const std::string& login : PoolOf(code)) {
      std::string low = login;
      std::ranges::transform(low, low.begin(), [](unsigned char c) { return std::tolower(c); });
      lower[low] = login;
    }
  }
  for (const Account& account : rows) {
    const auto known = lower.find(account.login);
    const std::string& login = known == lower.end() ? account.login : known->second;
    accounts_[login] = account.id;
    logins_[account.id] = login;
  }
}

Caller World::As(const std::string& login) {
  if (login == "operator") return school_->Operator();
  Caller caller;
  caller.account = accounts_.at(login);
  caller.held = school_->HeldBy(caller.account);
  caller.address = "10.0.0.1";
  return caller;
}

std::string World::LoginOf(const std::string& account) const {
  const auto found = logins_.find(account);
  return found == logins_.end() ? "" : found->second;
}

Instant World::SchoolNow() {
  return Facts([](const View& view) { return view.now(); });
}

std::vector<Label> World::Units() {
  return Facts([&](const View& view) {
    std::vector<Label> units;
    for (const auto& [id, kept] : view.state().All<UnitFact>()) {
      if (kept.fact.from && *kept.fact.from > view.today()) continue;
      if (kept.fact.to && *kept.fact.to < view.today()) continue;
      units.emplace_back(id);
    }
    return units;
  });
}

std::vector<std::string> World::PeopleOf(const std::string& unit) {
  return Facts([&](const View& view) {
    std::vector<std::string> people;
    for (const std::string& id : view.state().PostsOf(unit)) {
      const PostFact& post = view.state().Find<PostFact>(id)->fact;
      if (post.from > view.today() || (post.to && *post.to < view.today())) continue;
      const std::string login = LoginOf(post.account);
      if (!login.empty()) people.push_back(login);
    }
    return people;
  });
}

void World::Found() {
  clock_.PassTo(Midnight(options_.from, kOffset));
  NewDice(options_.from, 0);
  AddPeople();
  const auto must = [&](const auto& use_case, const auto& request) {
    auto answer = school_->Run(use_case, school_->Operator(), request, NewKey());
    if (!answer) throw Failure(Concat(use_case.name, ": ", Describe(answer.error().front())));
    return std::move(*answer);
  };
  for (const auto& [login, role] : kRoles) {
    must(kGrantRole, GrantRoleRequest{accounts_.at(std::string(login)), role, {}, {}});
  }
  const auto policy = must(kAddPolicy, AddPolicyRequest{ReadText("policies/czie-2024.yaml")});
  must(kAddCalendar, AddCalendarRequest{ReadText("calendars/cn/2025.yaml")});
  // In one school of four the office is late with the year's calendar: closing.cc.
  if (options_.seed % 4 != 3) {
    must(kAddCalendar, AddCalendarRequest{ReadText("calendars/cn/2026.yaml")});
  }
  if (options_.seed % 2 == 1) {
    must(kPrepareCycle, PrepareCycleRequest{kYear - 1, policy.id, {}});
    must(kAdvance, AdvanceRequest{kYear - 1, Stage::kOpen, ""});
  }
  must(kPrepareCycle, PrepareCycleRequest{kYear, policy.id, {}});
  std::vector<std::string> codes = Codes();
  codes.pop_back();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::string& code = codes[i];
    const std::int64_t persons = i == 1 ? 0 : dice_.Between(3, 90);
    must(kFoundUnit, FoundUnitRequest{Label(code),
                                      Label(Concat("单位", code)),
                                      Label(std::string(kKinds[i % std::size(kKinds)])),
                                      {},
                                      {{"headcount", persons}, {"info_admins", i % 3}}});
    for (const auto& [post, who] : kFirstPosts) {
      if (dice_.Chance(15)) continue;
      must(kAssignPost, AssignPostRequest{Label(code),
                                          Label(std::string(post)),
                                          accounts_.at(Concat(code, "-", who)),
                                          options_.from,
                                          {}});
    }
  }
  Learn();
}

Head World::StoredHead() {
  return store_->Read([](const ReadTx& tx) { return ReadHead(tx); });
}

void World::Learn() {
  EntryFilter filter;
  filter.after = acknowledged_.head.seq;
  const auto entries = store_->Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
  for (const Entry& entry : entries) {
    Expect(entry.prev_digest == acknowledged_.head.digest && entry.digest == DigestOf(entry),
           Concat("entry ", entry.seq, " does not follow the one before"));
    const auto said = ReadEntryBody(entry.kind, entry.body);
    Expect(said.has_value(), Concat("entry ", entry.seq, " is not of its form"));
    const std::pair<std::string, std::string> fact(said->kind->fact, said->id);
    if (said->fact) {
      acknowledged_.facts.insert(fact);
    } else {
      acknowledged_.facts.erase(fact);
    }
    acknowledged_.ever.insert(said->id);
    acknowledged_.head = {entry.seq, entry.digest};
    const auto sound_at = DeclaredSound(entry.kind, entry.body, entry.seq - 1);
    Expect(entry.at >= sound_at.value_or(acknowledged_.last_at),
           Concat("entry ", entry.seq, " goes back in time"));
    acknowledged_.last_at = entry.at;
    if (said->kind->name != "cycle.freeze") continue;
    for (const FrozenSheet& sheet :
         store_->Read([&](const ReadTx& tx) { return ReadFrozenSheets(tx, entry.seq); })) {
      acknowledged_.frozen[{entry.seq, sheet.unit}] = sheet.sheet;
    }
  }
}

void World::BecomeChild(int pipe, std::int64_t acts) {
  pipe_ = pipe;
  acts_left_ = acts;
}

void World::Tell(const std::string& line) const {
  // Once death is near, lines are shorter than PIPE_BUF: whole or not at all.
  for (std::string_view left = line; !left.empty();) {
    const ssize_t written = write(pipe_, left.data(), left.size());
    if (written < 0) _exit(1);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

void World::AwaitDeath() {
  while (true) pause();
}

void World::Count(const std::string& what, std::int64_t number) {
  if (is_child()) return Tell(Concat("T ", number, " ", what, "\n"));
  counts_[what] += number;
}

void World::Acknowledge(const std::vector<std::string>& ids) {
  Count("acts");
  --acts_left_;
  if (!is_child()) {
    for (const std::string& id : ids) {
      Expect(id.empty() || acknowledged_.ever.contains(id),
             Concat(id, " was acknowledged, but is in no entry"));
    }
    return;
  }
  const Head& head = acknowledged_.head;
  Tell(Concat("A ", head.seq, " ", head.digest, " ", Join(ids, " "), "\n"));
}

void World::AcknowledgeFile(const std::string& digest) {
  acknowledged_.files.insert(digest);
  Count("files");
  if (is_child()) Tell(Concat("F ", digest, "\n"));
}

}  // namespace shouze::simulation
