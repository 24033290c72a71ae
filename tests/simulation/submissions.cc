#include <algorithm>
#include <map>

#include "acting.h"
#include "plan.h"
#include "service/obligation_rows.h"
#include "service/sheets.h"
#include "service/submissions.h"

namespace shouze::simulation {
namespace {

std::vector<HandedFile> UploadSome(World& world, const std::string& login) {
  std::vector<HandedFile> files;
  const std::int64_t count = world.dice().Chance(70) ? 1 : world.dice().Between(2, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    // Sometimes what others have handed in before, byte for byte.
    const std::string text = world.dice().Chance(5) ? "通用材料" : world.NewKey();
    if (auto file = Upload(world, login, text)) files.push_back(std::move(*file));
  }
  return files;
}

void HandIn(World& world, const Label& unit, const std::vector<Label>& obligations) {
  const auto people = world.PeopleOf(unit);
  if (!people.empty() && world.dice().Chance(90)) {
    const std::string login = world.dice().OneOf(people);
    const auto files = UploadSome(world, login);
    Do(world, kHandIn, login, HandInRequest{kYear, unit, obligations, files, "模拟报送"});
    return;
  }
  const std::string officer = world.dice().OneOf(kOfficers);
  EnterRequest request;
  request.year = kYear;
  request.unit = unit;
  request.obligations = obligations;
  request.files = UploadSome(world, officer);
  const std::int64_t ago = world.dice().Chance(70) ? kMsPerHour : 40 * kMsPerHour;
  request.received_at = {world.now().ms - world.dice().Between(0, ago)};
  request.reason = "收到纸质材料";
  request.accepted = world.dice().Chance(40);
  Do(world, kEnterSubmission, officer, request);
}

/// When the unit will hand in today; absent: it will not.
std::optional<Instant> WhenToday(World& world, Plan& plan, const ObligationRow& row) {
  Dice& dice = world.dice();
  if (!row.by_submission) return std::nullopt;
  if (!row.can_hand_in && !dice.PerMille(5)) return std::nullopt;
  if (!row.due) return dice.Chance(8) ? std::optional(plan.Sometime()) : std::nullopt;
  const Instant due = *row.due;
  const int eagerness = 100 + world.options().busyness / 10;
  if (row.state == "missed") return dice.Chance(3) ? std::optional(plan.Sometime()) : std::nullopt;
  if (row.state == "returned" && due < plan.begin()) {
    return dice.Chance(40) ? std::optional(plan.Sometime()) : std::nullopt;
  }
  if (due < plan.begin() || due > plan.end()) {
    const bool soon = due.ms - plan.end().ms < 5 * kMsPerDay;
    return dice.Chance((soon ? 14 : 2) * eagerness / 110) ? std::optional(plan.Sometime())
                                                          : std::nullopt;
  }
  const auto chance = dice.Between(0, 99);
  if (chance < 30) return Instant{dice.Between(plan.begin().ms, due.ms)};
  if (chance < 50) return Instant{due.ms - dice.Between(1, 60'000)};
  if (chance < 65) return due;
  if (chance < 75 && due < plan.end()) return Instant{due.ms + 1};
  return std::nullopt;
}

void PlanUnit(World& world, Plan& plan, const Label& unit) {
  const auto rows = Read(world, kListObligations, WorkbenchRequest{kYear, unit}).obligations;
  std::vector<Label> together;
  for (const ObligationRow& row : rows) {
    const auto at = WhenToday(world, plan, row);
    if (!at) continue;
    const Label key(row.key);
    if (row.due && *at < *row.due && world.dice().Chance(25)) {
      together.push_back(key);
      continue;
    }
    plan.At(*at, [&world, unit, key] { HandIn(world, unit, {key}); });
  }
  if (together.empty()) return;
  plan.At(plan.Sometime(), [&world, unit, together] { HandIn(world, unit, together); });
}

/// Submissions that nobody has reviewed, with their units.
std::vector<std::pair<std::string, Label>> Waiting(World& world) {
  return world.Facts([](const View& view) {
    std::vector<std::pair<std::string, Label>> waiting;
    for (const auto& [id, kept] : view.state().All<SubmissionFact>()) {
      if (view.state().LatestReview(id) == nullptr) waiting.emplace_back(id, kept.fact.unit);
    }
    return waiting;
  });
}

void TakeBack(World& world) {
  const auto waiting = Waiting(world);
  if (waiting.empty()) return;
  const auto& [id, unit] = world.dice().OneOf(waiting);
  const auto people = world.PeopleOf(unit);
  if (people.empty()) return;
  Do(world, kTakeBack, world.dice().OneOf(people), TakeBackRequest{unit, Label(id), "拿错了文件"});
}

void Open(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  const auto people = world.PeopleOf(unit);
  const auto rows = Read(world, kListObligations, WorkbenchRequest{kYear, unit}).obligations;
  if (people.empty() || rows.empty()) return;
  const Head before = world.StoredHead();
  const auto opened = world.school().Run(
      kOpenObligation, world.As(people.front()),
      OpenObligationRequest{kYear, unit, Label(world.dice().OneOf(rows).key)}, world.NewKey());
  Expect(opened && world.StoredHead() == before, "opening an obligation is no entry");
}

}  // namespace

void PlanSubmissions(World& world, Plan& plan) {
  for (const Label& unit : world.Units()) PlanUnit(world, plan, unit);
  plan.Sometimes(12, [&] { TakeBack(world); });
  plan.Sometimes(10, [&] { Open(world); });
}

}  // namespace shouze::simulation
