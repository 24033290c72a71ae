#include "http/change_feed.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"

namespace shouze {
namespace {

std::shared_ptr<const std::string> EventText(std::string_view event, std::int64_t seq,
                                             const std::vector<std::string>& units) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("seq");
  writer.Whole(seq);
  writer.Key("units");
  writer.BeginArray();
  for (const std::string& unit : units) writer.Text(unit);
  writer.EndArray();
  writer.EndObject();
  return std::make_shared<const std::string>(
      Concat("event: ", event, "\nid: ", seq, "\ndata: ", writer.Take(), "\n\n"));
}

}  // namespace

class ChangeFeed::Stream : public Subscription {
 public:
  Stream(ChangeFeed& feed, const Caller& caller, EventSink sink)
      : feed_(feed), caller_(caller), sink_(std::move(sink)) {}
  ~Stream() override {
    const std::lock_guard lock(feed_.mutex_);
    std::erase(feed_.streams_, this);
  }

  void Give(std::shared_ptr<const std::string> text) const { sink_(std::move(text)); }

  const Caller& caller() const { return caller_; }
  void End() const { sink_(nullptr); }

  void Tell(const Changed& changed) const {
    std::vector<std::string> seen;
    for (const std::string& unit : changed.units) {
      if (unit == "*" || MayDo(caller_.held, Action::kReadSheet, unit)) seen.push_back(unit);
    }
    if (seen.empty() && !changed.units.empty()) return;
    Give(EventText("changed", changed.seq, seen));
  }

 private:
  ChangeFeed& feed_;
  const Caller caller_;
  const EventSink sink_;
};

ChangeFeed::ChangeFeed(ServedSchool& school, std::int64_t streams_max,
                       std::int64_t streams_per_account_max)
    : school_(school), seats_(streams_max), seats_of_account_(streams_per_account_max) {
  watcher_ = school_.Watch([this](const Changed& changed) { Tell(changed); });
  school_.WatchEnds(
      [this](std::string_view session, std::string_view account) { EndOf(session, account); });
}

ChangeFeed::~ChangeFeed() {
  school_.WatchEnds(nullptr);
  school_.Unwatch(watcher_);
}

Seat ChangeFeed::Admit(const Caller& caller) {
  Seat own = seats_of_account_.Take(caller.account);
  Seat any = own ? seats_.Take("") : nullptr;
  if (!any) return nullptr;
  return std::make_shared<const std::pair<Seat, Seat>>(std::move(own), std::move(any));
}

std::unique_ptr<Subscription> ChangeFeed::Subscribe(const Caller& caller, EventSink sink) {
  const std::int64_t seq = school_.LastEntryOf("");
  auto stream = std::make_unique<Stream>(*this, caller, std::move(sink));
  const std::lock_guard lock(mutex_);
  streams_.push_back(stream.get());
  stream->Give(EventText("hello", seq, {}));
  return stream;
}

void ChangeFeed::Tell(const Changed& changed) {
  const std::lock_guard lock(mutex_);
  for (const Stream* stream : streams_) {
    if (changed.holders && !school_.HoldsStill(stream->caller())) {
      stream->End();
    } else {
      stream->Tell(changed);
    }
  }
}

void ChangeFeed::EndOf(std::string_view session, std::string_view account) {
  const std::lock_guard lock(mutex_);
  for (const Stream* stream : streams_) {
    const Caller& caller = stream->caller();
    if (account.empty() ? caller.session == session : caller.account == account) stream->End();
  }
}

void ChangeFeed::EndDead() {
  std::vector<Caller> callers;
  {
    const std::lock_guard lock(mutex_);
    for (const Stream* stream : streams_) callers.push_back(stream->caller());
  }
  for (const Caller& caller : callers) {
    if (!school_.GoesOn(caller)) EndOf(caller.session, {});
  }
}

}  // namespace shouze
