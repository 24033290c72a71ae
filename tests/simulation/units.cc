#include <algorithm>

#include "acting.h"
#include "plan.h"
#include "service/units.h"

namespace shouze::simulation {
namespace {

constexpr std::string_view kPosts[] = {"secretary", "head", "security_lead", "contact",
                                       "info_admin"};

std::vector<PostFact> PostsToday(World& world) {
  return world.Facts([&](const View& view) {
    std::vector<PostFact> posts;
    for (const auto& [id, kept] : view.state().All<PostFact>()) {
      if (kept.fact.from <= world.today() && (!kept.fact.to || *kept.fact.to > world.today())) {
        posts.push_back(kept.fact);
      }
    }
    return posts;
  });
}

/// Somebody goes; somebody else comes at once, later, or is entered without an account.
void HandOver(World& world) {
  const auto posts = PostsToday(world);
  if (posts.empty()) return;
  const PostFact& post = world.dice().OneOf(posts);
  const CivilDate last = world.today() + static_cast<int>(world.dice().Between(-3, 10));
  if (!Do(world, kEndPost, world.dice().OneOf(kOfficers), EndPostRequest{post.id, last})) return;
  if (world.dice().Chance(20)) return;
  const std::string successor = world.dice().OneOf(World::PoolOf(post.unit));
  const int vacancy = world.dice().Chance(60) ? 1 : static_cast<int>(world.dice().Between(2, 40));
  Do(world, kAssignPost, world.dice().OneOf(kOfficers),
     AssignPostRequest{post.unit,
                       post.post,
                       world.dice().Chance(90) ? world.AccountOf(successor) : "",
                       last + vacancy,
                       {}});
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

void Merge(World& world) {
  const auto units = world.Units();
  if (units.size() < 3) return;
  EndUnitRequest request;
  request.unit = units[0];
  request.to = world.today() + static_cast<int>(world.dice().Between(-1, 3));
  request.successor = world.dice().Chance(90) ? units[1] : "";
  request.reason = "并入";
  Do(world, kEndUnit, "office1", request);
}

}  // namespace

void PlanUnits(World& world, Plan& plan) {
  plan.Sometimes(7, [&] { HandOver(world); });
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
