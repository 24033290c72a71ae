#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "http/api.h"
#include "http/file_answer.h"

/// For tests of this room: a school of memory and a handful of routes.
namespace shouze {

/// Knows the callers it was told of by their tokens.
class FakeSchool : public ServedSchool {
 public:
  FakeSchool() {
    Add("office", {{Role::kEveryone, ""}, {Role::kOffice, ""}});
    Add("staff", {{Role::kEveryone, ""}, {Role::kUnitStaff, "07"}});
    Add("new", {{Role::kEveryone, ""}});
    callers["new"].password_only = true;
  }
  void Add(const std::string& token, std::vector<HeldRole> held) {
    Caller& caller = callers[token].caller;
    caller.account = token;
    caller.held = std::move(held);
    caller.session = token;
  }

  std::optional<KnownCaller> FindCaller(std::string_view token, const Visitor& visitor) override {
    last_address = visitor.address;
    last_idle_ms = visitor.idle_ms;
    const auto found = callers.find(std::string(token));
    if (found == callers.end()) return std::nullopt;
    return found->second;
  }
  std::optional<KnownCaller> TryFindCaller(std::string_view token,
                                           const Visitor& visitor) override {
    return knows_at_once ? FindCaller(token, visitor) : std::nullopt;
  }
  std::int64_t LastEntryOf(std::string_view unit) override {
    return unit == "07" ? entry_of_07 : entry;
  }
  Instant Now() override { return {now_ms}; }
  UtcOffset offset() override { return {480}; }
  int Watch(std::function<void(const Changed&)> watcher) override {
    const std::lock_guard lock(mutex);
    watchers[++next] = std::move(watcher);
    return next;
  }
  void Unwatch(int watcher) override {
    const std::lock_guard lock(mutex);
    watchers.erase(watcher);
  }
  void Change(const Changed& changed) {
    const std::lock_guard lock(mutex);
    for (const auto& [id, watcher] : watchers) watcher(changed);
  }
  void Note(SecurityEvent event) override {
    const std::lock_guard lock(mutex);
    noted.push_back(std::move(event));
  }
  bool GoesOn(const Caller& /*caller*/) override { return goes_on; }
  bool HoldsStill(const Caller& /*caller*/) override { return holds_still; }
  void WatchEnds(SessionCache::Watcher watcher) override { ends = std::move(watcher); }
  std::string NewLogId() override { return "log-1"; }
  std::int64_t StoreBytes() override { return 4096; }
  std::int64_t FreeBytes() override { return 1 << 20; }
  School& school() override { CheckFailed("no school", __FILE__, __LINE__); }
  inspection::Inspections& inspections() override { CheckFailed("none", __FILE__, __LINE__); }

  std::map<std::string, KnownCaller> callers;
  std::string last_address;
  std::optional<std::int64_t> last_idle_ms;
  SessionCache::Watcher ends;
  std::atomic<bool> goes_on = true;
  std::atomic<bool> holds_still = true;
  std::atomic<bool> knows_at_once = true;
  std::atomic<std::int64_t> entry = 10;
  std::atomic<std::int64_t> entry_of_07 = 7;
  std::atomic<std::int64_t> now_ms = 1'000'000;
  std::mutex mutex;
  std::map<int, std::function<void(const Changed&)>> watchers;
  int next = 0;
  std::vector<SecurityEvent> noted;
};

/// What the routes below take and answer.
struct EchoRequest {
  Label unit;
  std::optional<Instant> at;
  std::vector<std::string> tag;
  bool deep = false;
  std::optional<int> count;
};
SHOUZE_DESCRIBE(EchoRequest, unit, at, tag, deep, count)

struct NoteRequest {
  Label unit;
  Label title;
  int weight = 0;
};
SHOUZE_DESCRIBE(NoteRequest, unit, title, weight)

struct NoteAnswer {
  std::string text;
};
SHOUZE_DESCRIBE(NoteAnswer, text)

/// What the routes below have done.
struct FakeWork {
  std::atomic<int> reads = 0;
  std::atomic<int> notes = 0;
  std::atomic<int> slow_begun = 0;
  std::atomic<int> uploads_open = 0;
  std::string uploaded;
  std::string spoilt;  ///< What the disk has in its place; empty: the same.
  std::optional<Instant> holds_until;
  std::string sheet = std::string(20'000, 'x');
};

/// A file of any content under any digest.
class FakeFile : public VaultFile {
 public:
  FakeFile(std::string bytes, std::string digest)
      : bytes_(std::move(bytes)), digest_(std::move(digest)) {}
  std::int64_t bytes() const override { return std::ssize(bytes_); }
  std::string Read(std::int64_t offset, std::size_t size) const override {
    return bytes_.substr(static_cast<std::size_t>(offset), size);
  }
  bool IsSound() override { return Sha256Hex(bytes_) == digest_; }

 private:
  const std::string bytes_;
  const std::string digest_;
};

/// Takes all bytes but those over a limit.
class FakeUpload : public Upload {
 public:
  explicit FakeUpload(FakeWork& work) : work_(work) {
    ++work_.uploads_open;
    work_.uploaded.clear();
  }
  ~FakeUpload() override { --work_.uploads_open; }
  Result<void> Write(std::string_view bytes) override {
    work_.uploaded.append(bytes);
    return {};
  }
  ResultOrErrors<std::string> Finish() override {
    return Concat("{\"bytes\":", work_.uploaded.size(), "}");
  }

 private:
  FakeWork& work_;
};

/// The kept read: `sheet.read`, of a unit.
inline Route FakeSheetRow(FakeWork& work) {
  Route route = JsonRow<EchoRequest, NoteAnswer>(
      {Method::kGet, "/api/v1/units/{unit}/sheet", "sheet.read", "查看得分表", Door::kCaller,
       Audit::kRead},
      [](Call&, const EchoRequest&) -> ResultOrErrors<NoteAnswer> { return NoteAnswer{}; });
  route.action = Action::kReadSheet;
  route.depends_on = DependsOn::kUnit;
  route.answer = [&work](Call& call, const BoundRequest& bound) -> ResultOrErrors<Written> {
    if (!MayDo(call.caller().held, Action::kReadSheet, bound.unit)) {
      return Fail(ErrorCode::kForbidden, "不可", "no");
    }
    ++work.reads;
    return Written{WriteJson(NoteAnswer{work.sheet}, {}), work.holds_until};
  };
  return route;
}

/// All of them.
inline std::vector<Route> FakeRoutes(FakeWork& work) {
  std::vector<Route> routes;
  routes.push_back(JsonRow<EchoRequest, EchoRequest>(
      {Method::kGet, "/api/v1/units/{unit}/echo", "echo.read", "回声", Door::kCaller, Audit::kNone},
      [](Call&, const EchoRequest& request) -> ResultOrErrors<EchoRequest> { return request; }));
  routes.push_back(FakeSheetRow(work));
  Route note = JsonRow<NoteRequest, NoteAnswer>(
      {Method::kPost, "/api/v1/units/{unit}/notes", "note.add", "记一笔", Door::kCaller,
       Audit::kChange},
      [&work](Call& call, const NoteRequest& request) -> ResultOrErrors<NoteAnswer> {
        ++work.notes;
        return NoteAnswer{Concat(request.unit, "/", request.title, "/", call.idempotency_key)};
      });
  note.appends = "note.added";
  routes.push_back(std::move(note));
  routes.push_back(JsonRow<Nothing, Nothing>(
      {Method::kPost, "/api/v1/door", "door.open", "开门", Door::kAnybody, Audit::kOwn},
      [](Call& call, const Nothing&) -> ResultOrErrors<Nothing> {
        call.headers.push_back(SetCookie(call.cookies, call.cookies.session, "office"));
        return Nothing{};
      }));
  routes.push_back(JsonRow<Nothing, NoteAnswer>(
      {Method::kGet, "/api/v1/self", "self.read", "本人", Door::kOwnAccount, Audit::kNone},
      [](Call& call, const Nothing&) -> ResultOrErrors<NoteAnswer> {
        return NoteAnswer{call.caller().account};
      }));
  routes.push_back(JsonRow<Nothing, NoteAnswer>(
      {Method::kGet, "/api/v1/slow", "slow.read", "慢", Door::kAnybody, Audit::kNone},
      [&work](Call&, const Nothing&) -> ResultOrErrors<NoteAnswer> {
        ++work.slow_begun;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return NoteAnswer{"done"};
      }));
  routes.push_back(JsonRow<Nothing, NoteAnswer>(
      {Method::kGet, "/api/v1/broken", "broken.read", "坏", Door::kAnybody, Audit::kNone},
      [](Call&, const Nothing&) -> ResultOrErrors<NoteAnswer> {
        throw StoreBroken("disk on fire");
      }));
  routes.push_back(UploadRow<Nothing, NoteAnswer>(
      {Method::kPut, "/api/v1/files", "files.upload", "上传", Door::kCaller, Audit::kChange},
      [&work](Call&, const Nothing&) -> ResultOrErrors<std::unique_ptr<Upload>> {
        return std::unique_ptr<Upload>(std::make_unique<FakeUpload>(work));
      }));
  routes.push_back(RawRow<Nothing>(
      {Method::kGet, "/api/v1/file", "files.download", "下载", Door::kCaller, Audit::kExport},
      AnswerAs::kBytes, [&work](Call& call, const Nothing&) -> ResultOrErrors<Response> {
        return FileAnswer(
            call.request,
            {Sha256Hex(work.uploaded), "application/pdf",
             static_cast<std::int64_t>(work.uploaded.size()), "证明.pdf",
             std::make_shared<FakeFile>(work.spoilt.empty() ? work.uploaded : work.spoilt,
                                        Sha256Hex(work.uploaded)),
             "请告知管理员", "tell the administrator"});
      }));
  return routes;
}

/// A request as a browser of this site sends it, with a session.
inline Request Ask(std::string method, std::string target, const std::string& session = "office",
                   std::string body = "") {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.peer = "10.0.0.9";
  request.headers = {{"host", "wa.example.edu.cn"}, {"origin", "http://wa.example.edu.cn"}};
  if (!session.empty()) request.headers.emplace_back("cookie", "shouze_session=" + session);
  if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
  request.body = std::move(body);
  return request;
}

}  // namespace shouze
