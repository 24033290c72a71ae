#include <algorithm>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "service/obligation_rows.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/units.h"

namespace shouze::simulation {
namespace {

constexpr std::string_view kPosts[] = {"secretary", "head", "security_lead", "contact",
                                       "info_admin"};

std::vector<PostFact> PostsToday(World& world) {
  return world.Facts([](const View& view) {
    std::vector<PostFact> posts;
    for (const auto& [id, kept] : view.state().All<PostFact>()) {
      const PostFact& post = kept.fact;
      if (post.from > view.today() || (post.to && *post.to <= view.today())) continue;
      posts.push_back(post);
    }
    return posts;
  });
}

}  // namespace

void HandOver(World& world, CivilDate last, int vacancy_days) {
  const auto posts = PostsToday(world);
  if (posts.empty()) return;
  const PostFact& post = world.dice().OneOf(posts);
  if (!Do(world, kEndPost, world.dice().OneOf(kOfficers), EndPostRequest{post.id, last})) return;
  if (vacancy_days < 0) return;
  const std::string successor = world.dice().OneOf(World::PoolOf(post.unit));
  Do(world, kAssignPost, world.dice().OneOf(kOfficers),
     AssignPostRequest{post.unit,
                       post.post,
                       world.dice().Chance(90) ? world.AccountOf(successor) : "",
                       last + 1 + vacancy_days,
                       {}});
}

namespace {

/// Somebody goes; somebody else comes at once, later, or not at all.
void HandOverSometime(World& world) {
  const CivilDate last = world.today() + static_cast<int>(world.dice().Between(-3, 10));
  int vacancy_days = world.dice().Chance(60) ? 0 : static_cast<int>(world.dice().Between(1, 39));
  if (world.dice().Chance(20)) vacancy_days = -1;
  HandOver(world, last, vacancy_days);
}

void FillPost(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  const std::string login = world.dice().OneOf(World::PoolOf(unit));
  AssignPostRequest request{unit,
                            Label(std::string(world.dice().OneOf(kPosts))),
                            world.AccountOf(login),
                            world.today(),
                            {}};
  if (world.dice().Chance(20)) request.to = world.today() + 60;
  Do(world, kAssignPost, world.dice().OneOf(kOfficers), request);
}

void ChangePost(World& world) {
  const auto posts = PostsToday(world);
  if (posts.empty()) return;
  ChangePostRequest request;
  request.id = world.dice().OneOf(posts).id;
  request.from = world.today() - static_cast<int>(world.dice().Between(-5, 60));
  Do(world, kChangePost, world.dice().OneOf(kOfficers), request);
}

void Found(World& world) {
  const auto founded =
      Do(world, kFoundUnit, "office1",
         FoundUnitRequest{"NEW",
                          "新设学院",
                          "teaching",
                          world.today() + static_cast<int>(world.dice().Between(-2, 5)),
                          {{"headcount", 25}}});
  if (!founded) return;
  Do(world, kAssignPost, "office1",
     AssignPostRequest{"NEW", "contact", world.AccountOf("NEW-contact"), world.today(), {}});
}

void Change(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  ChangeUnitRequest request;
  request.unit = unit;
  if (world.dice().Chance(50)) {
    request.name = Label(Concat("更名", world.NewKey()));
  } else {
    request.fields = std::map<std::string, std::int64_t>{
        {"headcount", world.dice().Between(0, 80)}, {"info_admins", world.dice().Between(0, 2)}};
  }
  request.reason = "机构调整";
  Do(world, kChangeUnit, "office2", request);
}

using Rows = std::vector<ObligationRow>;

Rows RowsOf(World& world, const Label& unit) {
  return Read(world, kListObligations, WorkbenchRequest{kYear, unit}).obligations;
}

const ObligationRow* FindRow(const Rows& rows, const std::string& key) {
  const auto found = std::ranges::find(rows, key, &ObligationRow::key);
  return found == rows.end() ? nullptr : &*found;
}

/// A record that is still open when the unit goes, its task extended, itself disputed.
void LeaveSomethingOpen(World& world, const Label& unit) {
  RegisterRecordRequest request;
  request.kind = "notice";
  request.units = {unit};
  request.at = world.SchoolNow();
  const auto notice = Do(world, kRegisterRecord, "office1", request);
  if (!notice) return;
  const Instant until{world.SchoolNow().ms + 9 * kMsPerDay};
  const auto extension =
      Do(world, kProposeExtension, "office1",
         ProposeExtensionRequest{kYear, unit, Label(Concat("5.2/rectify/", notice->id)), until,
                                 "正在并入"});
  if (extension) Do(world, kApproveProposal, "office2", DecideProposalRequest{extension->id, ""});
  const auto people = world.PeopleOf(unit);
  if (people.empty()) return;
  Do(world, kRaiseDispute, people.front(),
     RaiseDisputeRequest{kYear, unit, Label(notice->id), "不是我单位的系统"});
}

/// The tasks of records that move are what they were: due when they were, waived and disputed if
/// they were.
void Merge(World& world) {
  const auto units = world.Units();
  if (units.size() < 3) return;
  EndUnitRequest request;
  request.unit = units[0];
  request.to = world.today() + static_cast<int>(world.dice().Between(-1, 3));
  request.successor = world.dice().Chance(90) ? units[1] : "";
  request.reason = "并入";
  LeaveSomethingOpen(world, units[0]);
  const Rows before = RowsOf(world, units[0]);
  const Rows own = RowsOf(world, units[1]);
  const auto ended = Do(world, kEndUnit, "office1", request);
  if (!ended || request.successor.empty()) return;
  const Rows after = RowsOf(world, units[1]);
  for (const ObligationRow& row : before) {
    const bool moved = std::ranges::find(ended->moved, row.record) != ended->moved.end();
    if (!moved || FindRow(own, row.key) != nullptr) continue;
    const ObligationRow* const now = FindRow(after, row.key);
    Expect(now != nullptr && now->due == row.due && now->disputed == row.disputed &&
               (now->state == "waived") == (row.state == "waived"),
           Concat(row.key, " is another task after the merger"));
    world.Count("tasks moved by a merger");
  }
}

}  // namespace

void PlanUnits(World& world, Plan& plan) {
  plan.Sometimes(7, [&] { HandOverSometime(world); });
  plan.Sometimes(4, [&] { FillPost(world); });
  plan.Sometimes(2, [&] { ChangePost(world); });
  plan.Sometimes(2, [&] { Change(world); });
  // Once a year each, on days of this seed's own.
  Dice year(world.options().seed, {kYear});
  const CivilDate founded = FirstDayOf(kYear) + static_cast<int>(year.Between(20, 200));
  const CivilDate merged = FirstDayOf(kYear) + static_cast<int>(year.Between(100, 330));
  if (world.today() == founded) plan.At(plan.Sometime(), [&] { Found(world); });
  if (world.today() == merged) plan.At(plan.Sometime(), [&] { Merge(world); });
}

}  // namespace shouze::simulation
