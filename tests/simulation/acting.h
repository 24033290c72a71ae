#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "service/proposals.h"
#include "service/submissions.h"
#include "store/store.h"
#include "world.h"

/// How one act is done and watched: what is refused appends nothing, what is answered is there,
/// what was broken off is not there (or whole), and what is asked again happens once.
namespace shouze::simulation {

/// A fault that strikes the next act while this lives; null mostly. `kind` is for the counts.
class Fault {
 public:
  virtual ~Fault() = default;
  std::string kind;
};
std::unique_ptr<Fault> NextFault(World& world);

/// Ids of facts that an answer names.
template <class Answer>
std::vector<std::string> IdsOf(const Answer& answer) {
  std::vector<std::string> ids;
  if constexpr (requires { answer.id; }) ids.push_back(answer.id);
  if constexpr (requires { answer.proposal; }) ids.push_back(answer.proposal);
  if constexpr (requires { answer.facts; }) {
    ids.insert(ids.end(), answer.facts.begin(), answer.facts.end());
  }
  if constexpr (requires { answer.submissions; }) {
    for (const auto& one : answer.submissions) ids.push_back(one.id);
  }
  std::erase(ids, "");
  return ids;
}

/// The same request under the same key: the same answer, and nothing else.
template <class Case>
void Repeat(World& world, const Case& use_case, const Caller& caller,
            const typename Case::RequestType& request, const std::string& key,
            const std::string& answer) {
  const Head before = world.StoredHead();
  const auto again = world.school().Run(use_case, caller, request, key);
  Expect(again && WriteJson(*again, UtcOffset{0}) == answer,
         Concat(use_case.name, ": a repeated request has another answer"));
  if (MayDo(caller.held, Action::kApprove, {})) {
    const auto other =
        world.school().Run(kWithdrawProposal, caller, DecideProposalRequest{"p0", key}, key);
    Expect(!other && other.error().front().code == ErrorCode::kConflict,
           Concat(use_case.name, ": another request under its key is not refused"));
  }
  Expect(world.StoredHead() == before,
         Concat(use_case.name, ": a repeated request has appended something"));
  world.Count("faults: repeated request");
}

/// After an act that a broken database broke off: nothing of it is there, or all. Asks again.
template <class Case>
ResultOrErrors<typename Case::AnswerType> AskAgain(World& world, const Case& use_case,
                                                   const Caller& caller,
                                                   const typename Case::RequestType& request,
                                                   const std::string& key, const Head& before) {
  const Head between = world.StoredHead();
  auto answer = world.school().Run(use_case, caller, request, key);
  if (between != before) {
    Expect(answer && world.StoredHead() == between,
           Concat(use_case.name, ": only a part of a broken act is there"));
    world.Count("faults: committed, not acknowledged");
  }
  return answer;
}

/// What comes of an answer: nothing of a refusal, and what was acknowledged is there.
template <class Case>
void Take(World& world, const Case& use_case,
          const ResultOrErrors<typename Case::AnswerType>& answer, const Head& before) {
  if (!answer) {
    Expect(world.StoredHead() == before,
           Concat(use_case.name, " was refused, but has appended something"));
    world.Count("refusals");
    if (world.options().verbose) {
      world.Count(Concat("  ", use_case.name, ": ", answer.error().front().english));
    }
    return;
  }
  world.Learn();
  world.Acknowledge(IdsOf(*answer));
  if (world.options().verbose) world.Count(Concat("  ", use_case.name));
}

/// An act amid which a process was killed, as it told its parent: who had asked what, and when.
/// `redo` and `use_case` are addresses, the same in both, for one is a fork of the other.
struct LastAct {
  void (*redo)(World&, const LastAct&) = nullptr;
  const void* use_case = nullptr;
  Head before;
  Instant real;
  std::int64_t behind_ms = 0;
  std::string login;
  std::string key;
  std::string request;
};
void TellLastAct(World& world, const LastAct& act);
/// What TellLastAct has told, without its first word.
LastAct ReadLastAct(const std::string& line);

/// Asks again in the name of somebody whose act was killed: whether it had been done or not, it is
/// done once then.
template <class Case>
void Redo(World& world, const LastAct& act) {
  const auto& use_case = *static_cast<const Case*>(act.use_case);
  const auto request = ReadJson<typename Case::RequestType>(act.request);
  Expect(request.has_value(), Concat(use_case.name, ": the request cannot be read: ", act.request));
  const Caller caller = world.As(act.login);
  Take(world, use_case, AskAgain(world, use_case, caller, *request, act.key, act.before),
       act.before);
}

/// Somebody asks for something, which may well be refused.
template <class Case>
ResultOrErrors<typename Case::AnswerType> Ask(World& world, const Case& use_case,
                                              const std::string& login,
                                              const typename Case::RequestType& request) {
  const Caller caller = world.As(login);
  const std::string key = world.NewKey();
  const Head before = world.StoredHead();
  if (world.is_last_act()) {
    TellLastAct(world, {Redo<Case>, &use_case, before, world.now(), world.clock().behind_ms(),
                        login, key, WriteJson(request, UtcOffset{0})});
    Take(world, use_case, world.school().Run(use_case, caller, request, key), before);
    World::AwaitDeath();
  }
  auto fault = NextFault(world);
  ResultOrErrors<typename Case::AnswerType> answer = Errors();
  try {
    answer = world.school().Run(use_case, caller, request, key);
    if (fault) world.clock().HookOnce(nullptr);
    fault.reset();
  } catch (const StoreBroken& broken) {
    Expect(fault != nullptr, Concat(use_case.name, ": the store broke by itself: ", broken.what()));
    const std::string kind = fault->kind;
    fault.reset();
    world.Count(Concat("faults: ", kind));
    answer = AskAgain(world, use_case, caller, request, key, before);
  }
  Take(world, use_case, answer, before);
  if (answer && world.faults && world.fault_dice().Chance(4)) {
    Repeat(world, use_case, caller, request, key, WriteJson(*answer, UtcOffset{0}));
  }
  return answer;
}

/// The same where it does not matter why it was refused. Who is told what it takes away or moves
/// has seen it, and goes through with it.
template <class Case>
std::optional<typename Case::AnswerType> Do(World& world, const Case& use_case,
                                            const std::string& login,
                                            const typename Case::RequestType& request) {
  auto answer = Ask(world, use_case, login, request);
  const auto confirm = [&](std::string_view member, auto value) {
    if constexpr (requires { request.*value; }) {
      if (answer || !answer.error().front().where.starts_with(member)) return;
      auto confirmed = request;
      confirmed.*value = answer.error().front().where.substr(member.size());
      world.Count("confirmed losses");
      answer = Ask(world, use_case, login, confirmed);
    }
  };
  using Request = typename Case::RequestType;
  if constexpr (requires(Request one) { one.loses; }) confirm("/loses/", &Request::loses);
  if constexpr (requires(Request one) { one.moves; }) confirm("/moves/", &Request::moves);
  if (!answer) return std::nullopt;
  return std::move(*answer);
}

/// Somebody tries what must be refused.
template <class Case>
void MustNot(World& world, const Case& use_case, const std::string& login,
             const typename Case::RequestType& request) {
  const Head before = world.StoredHead();
  const Caller caller = world.As(login);
  const auto answer = [&] {
    if constexpr (requires { use_case.appends; }) {
      return world.school().Run(use_case, caller, request, world.NewKey());
    } else {
      return world.school().Run(use_case, caller, request);
    }
  }();
  Expect(!answer, Concat(use_case.name, " by ", login, " must be refused"));
  Expect(world.StoredHead() == before,
         Concat(use_case.name, " was refused, but has appended something"));
  world.Count("refusals of wrong acts");
}

/// The answer of a read that must not fail.
template <class Case>
typename Case::AnswerType Read(World& world, const Case& use_case,
                               const typename Case::RequestType& request,
                               const std::string& login = "operator") {
  auto answer = world.school().Run(use_case, world.As(login), request);
  if (!answer) {
    throw Failure(Concat(use_case.name, " by ", login, ": ", Describe(answer.error().front())));
  }
  return std::move(*answer);
}

/// A file of somebody's; absent where the disk failed and the second attempt, too.
std::optional<HandedFile> Upload(World& world, const std::string& login, const std::string& text);

}  // namespace shouze::simulation
