#include "round.h"

#include <algorithm>

#include "acting.h"
#include "matters.h"
#include "service/feedback.h"
#include "service/objections.h"
#include "service/results.h"
#include "service/self_checks.h"
#include "service/stages.h"

namespace shouze::simulation {
namespace {

/// Somebody of the unit who may do it; empty: nobody today.
std::string SomebodyWho(World& world, const std::string& unit, Action action) {
  for (const std::string& login : world.PeopleOf(unit)) {
    if (MayDo(world.As(login).held, action, unit)) return login;
  }
  return "";
}

FeedbackAnswer WordOf(World& world, const Label& unit) {
  return Read(world, kReadFeedback, FeedbackRequest{kYear, unit});
}

std::vector<ObjectionRequest> SomeObjections(World& world, const FeedbackAnswer& word) {
  std::vector<ObjectionRequest> objections;
  for (const ComparedLine& line : word.lines) {
    if (line.before == line.points || !world.dice().Chance(25)) continue;
    objections.push_back({Label(line.indicator), Label("情况与事实不符"), {}});
  }
  return objections;
}

void Sign(World& world, const Label& unit, std::int64_t entry) {
  const std::string head = SomebodyWho(world, unit, Action::kConfirmSheet);
  if (!head.empty()) Do(world, kSignFeedback, head, SignFeedbackRequest{kYear, unit, entry});
}

void GiveWord(World& world, const Label& unit) {
  FeedbackAnswer word = WordOf(world, unit);
  if (!word.asked) return;
  const std::int64_t entry = word.feedback ? word.feedback->entry : 0;
  if (word.state == FeedbackState::kAwaited || word.state == FeedbackState::kPrepared) {
    const std::string contact = SomebodyWho(world, unit, Action::kPrepareFeedback);
    if (contact.empty() || world.dice().Chance(40)) return;
    if (world.dice().Chance(60)) {
      Do(world, kPrepareFeedback, contact,
         PrepareFeedbackRequest{kYear, unit, SomeObjections(world, word), "", entry});
      if (world.dice().Chance(30)) return;
      // Whoever signs has read what is there now.
      const auto read = WordOf(world, unit).feedback;
      return Sign(world, unit, read ? read->entry : 0);
    }
    return Sign(world, unit, entry);
  }
  if (word.state == FeedbackState::kObjected && world.dice().Chance(10)) {
    const std::string head = SomebodyWho(world, unit, Action::kConfirmSheet);
    if (!head.empty()) {
      Do(world, kTakeBackFeedback, head, SignFeedbackRequest{kYear, unit, entry});
    }
  }
}

}  // namespace

void GiveWords(World& world) {
  for (const Label& unit : world.Units()) {
    GiveWord(world, unit);
    if (!world.dice().Chance(20)) continue;
    const std::string contact = SomebodyWho(world, unit, Action::kPrepareFeedback);
    if (contact.empty()) continue;
    const Declared declared = world.dice().Chance(50) ? Declared::kDone : Declared::kNothing;
    Do(world, kDeclareSelfCheck, contact,
       SelfCheckRequest{kYear, unit, {{"5.1", declared, "", {}}}});
  }
}

void AnswerObjections(World& world) {
  const auto rows = Read(world, kListObjections, CycleRequest{kYear}).objections;
  for (const ObjectionRow& row : rows) {
    if (row.answer) continue;
    AnswerObjectionRequest request{kYear,
                                   Label(row.unit),
                                   Label(row.line.indicator),
                                   row.line.changed ? Outcome::kPartly : Outcome::kUpheld,
                                   "经核实",
                                   0};
    auto logins = kOfficers;
    logins.emplace_back("co");  // Where all of the office have reviewed the matter.
    for (const std::string& login : logins) {
      const bool reviewed =
          std::ranges::find(row.reviewers, world.AccountOf(login)) != row.reviewers.end();
      if (reviewed || !row.line.changed) MustNot(world, kAnswerObjection, login, request);
      if (reviewed) continue;
      if (!row.line.changed) request.outcome = Outcome::kRefused;
      Do(world, kAnswerObjection, login, request);
      break;
    }
  }
}

void Publish(World& world, const CycleFact& cycle) {
  DecideResultRequest decide{kYear, Stage::kApproved, "3 号", world.today(), ""};
  AdvanceRequest advance;
  advance.year = kYear;
  switch (cycle.stage) {
    case Stage::kFinal:
      Do(world, kComment, "co", CommentRequest{kYear, "", "同意"});
      MustNot(world, kDecideResult, "office1", decide);
      Do(world, kDecideResult, "leader", decide);
      return;
    case Stage::kApproved:
      advance.to = Stage::kPublished;
      advance.publication = Publication{true, true, world.dice().Chance(50), true};
      Do(world, kAdvance, "office1", advance);
      return;
    case Stage::kPublished: {
      const auto shown = ReadPublicResult(world.school(), kYear);
      Expect(shown.has_value(), "a result that is published to anybody is not shown");
      const auto rows = Read(world, kReadResults, CycleRequest{kYear}).units;
      Expect(shown->units.size() == static_cast<std::size_t>(std::ranges::count_if(
                                        rows, [](const ResultRow& row) { return !row.ended; })),
             "the published result has not all units");
      for (const ResultRow& row : rows) {
        Expect(row.digest.empty() || VerifySheet(world.school(), row.digest).in_force,
               "a final sheet is not known by its digest");
      }
      return;
    }
    default:
      return;
  }
}

}  // namespace shouze::simulation
