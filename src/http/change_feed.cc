#include "http/change_feed.h"

#include <algorithm>

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

  const std::string& account() const { return caller_.account; }
  void Give(std::shared_ptr<const std::string> text) const { sink_(std::move(text)); }

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

ChangeFeed::ChangeFeed(ServedSchool& school, std::size_t streams_max,
                       std::size_t streams_per_account_max)
    : school_(school),
      streams_max_(streams_max),
      streams_per_account_max_(streams_per_account_max) {
  watcher_ = school_.Watch([this](const Changed& changed) { Tell(changed); });
}

ChangeFeed::~ChangeFeed() { school_.Unwatch(watcher_); }

std::unique_ptr<Subscription> ChangeFeed::Subscribe(const Caller& caller, EventSink sink) {
  const std::int64_t seq = school_.LastEntryOf("");
  auto stream = std::make_unique<Stream>(*this, caller, std::move(sink));
  {
    const std::lock_guard lock(mutex_);
    const auto own = static_cast<std::size_t>(std::ranges::count_if(
        streams_, [&](const Stream* one) { return one->account() == caller.account; }));
    if (streams_.size() < streams_max_ && own < streams_per_account_max_) {
      streams_.push_back(stream.get());
      stream->Give(EventText("hello", seq, {}));
      return stream;
    }
  }
  return nullptr;
}

void ChangeFeed::Tell(const Changed& changed) {
  const std::lock_guard lock(mutex_);
  for (const Stream* stream : streams_) stream->Tell(changed);
}

}  // namespace shouze
