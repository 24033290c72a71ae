#include "inspection/inspections.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/text.h"
#include "inspection/packing.h"
#include "service/security_events.h"
#include "system/file_kinds.h"
#include "system/log.h"
#include "system/posix_file.h"
#include "system/sound_files.h"

namespace shouze::inspection {
namespace {

namespace files = std::filesystem;

constexpr std::size_t kIdBytes = 12;

std::string ReadWhole(const files::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool Pending(const Inspection& one) {
  return one.state == State::kWaiting || one.state == State::kRunning;
}

}  // namespace

class Inspections::Impl {
 public:
  Impl(School& school, const std::string& folder) : school_(school), folder_(folder) {
    MakeFolder(folder_);
    Load();
    worker_ = std::jthread([this](const std::stop_token& stop) { Work(stop); });
  }
  ~Impl() {
    worker_.request_stop();
    wake_.notify_all();
  }

  ResultOrErrors<Inspection> Begin(const Caller& caller, const InspectionRequest& request) {
    if (!MayDo(caller.held, Action::kReadEvidence, request.unit)) {
      return school_.Refuse(caller, Action::kReadEvidence, request.unit);
    }
    const Wanted wanted{request.year, request.unit};
    const auto title = TitleOf(school_, caller, wanted);
    if (!title) return title.error();
    const std::lock_guard lock(mutex_);
    DropOld();
    int pending = 0;
    for (const auto& [id, one] : all_) {
      if (!Pending(one)) continue;
      if (one.year == request.year && one.unit == request.unit) return one;
      ++pending;
    }
    if (pending >= kAtOnceMax) {
      return Fail(ErrorCode::kTooMany, "正在打包的太多，请稍后再试", "too many are being packed",
                  "60");
    }
    Inspection one;
    one.id = school_.parts().random.Hex(kIdBytes);
    one.year = request.year;
    one.unit = request.unit;
    one.name = NameFor("application/zip", Concat(*title, ".zip"));
    one.asked_at = school_.parts().clock.Now();
    one.asked_by = caller.account;
    all_[one.id] = one;
    queue_.push_back({one.id, *title, caller});
    wake_.notify_all();
    return one;
  }

  ResultOrErrors<InspectionsAnswer> List(const Caller& caller, int year) {
    const std::lock_guard lock(mutex_);
    DropOld();
    InspectionsAnswer answer;
    for (const auto& [id, one] : all_) {
      if (one.year == year && MayDo(caller.held, Action::kReadEvidence, one.unit)) {
        answer.inspections.push_back(one);
      }
    }
    std::ranges::sort(answer.inspections, [](const Inspection& one, const Inspection& other) {
      return std::tie(other.asked_at, other.id) < std::tie(one.asked_at, one.id);
    });
    return answer;
  }

  ResultOrErrors<InspectionFile> Find(const Caller& caller, std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(std::string(id));
    if (found == all_.end() || found->second.state != State::kReady ||
        !MayDo(caller.held, Action::kReadEvidence, found->second.unit)) {
      return Fail(ErrorCode::kNotFound, "没有这份迎检材料，可能已被更新的替换，请重新生成",
                  "there is no such ZIP; it may have been replaced by a newer one");
    }
    const std::string path = ZipOf(found->second);
    return InspectionFile{found->second, path, sound_.Open(path, found->second.digest)};
  }

  void WaitUntilIdle() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return queue_.empty() && !working_; });
  }

 private:
  /// One that waits, and who asked for it.
  struct Job {
    std::string id;
    std::string title;
    Caller caller;
  };

  std::string ZipOf(const Inspection& one) const { return Concat(folder_, "/", one.id, ".zip"); }
  std::string NoteOf(const Inspection& one) const { return Concat(folder_, "/", one.id, ".json"); }

  /// A ZIP counts once its note is there; everything else was left half done.
  void Load() {
    for (const auto& entry : files::directory_iterator(folder_)) {
      if (entry.path().extension() != ".json") continue;
      const auto one = ReadJson<Inspection>(ReadWhole(entry.path()));
      if (one && one->state == State::kReady && files::exists(ZipOf(*one))) all_[one->id] = *one;
    }
    for (const auto& entry : files::directory_iterator(folder_)) {
      if (!all_.contains(entry.path().stem().string())) files::remove(entry.path());
    }
  }

  void Drop(const Inspection& one) {
    std::error_code ignored;
    files::remove(NoteOf(one), ignored);
    files::remove(ZipOf(one), ignored);
  }

  void DropOld() {
    const std::int64_t since = school_.parts().clock.Now().ms - kKeptDays * kMsPerDay;
    std::erase_if(all_, [&](const auto& each) {
      if (Pending(each.second) || each.second.asked_at.ms >= since) return false;
      Drop(each.second);
      return true;
    });
  }

  void Work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, stop, [this] { return !queue_.empty(); });
      if (stop.stop_requested()) return;
      const Job job = std::move(queue_.front());
      queue_.pop_front();
      working_ = true;
      all_[job.id].state = State::kRunning;
      lock.unlock();
      Do(job, stop);
      lock.lock();
      working_ = false;
      idle_.notify_all();
    }
  }

  void Do(const Job& job, const std::stop_token& stop) {
    Inspection one = Copy(job.id);
    const std::string part = Concat(folder_, "/", job.id, ".part");
    const auto tell = [&](const Progress& progress) {
      Show(job.id, progress);
      return !stop.stop_requested();
    };
    std::string message;
    try {
      const auto packed = Pack(school_, job.caller, {one.year, one.unit}, job.title, part, tell);
      if (packed) return Keep(Copy(job.id), part, *packed, job.caller);
      message = packed.error().front().message;
    } catch (const std::exception& broken) {
      Log(LogLevel::kError, "packing", {{"cause", broken.what()}});
      message = "磁盘或数据库出错，打包中断；请告知系统管理员";
    }
    std::error_code ignored;
    files::remove(part, ignored);
    const std::lock_guard lock(mutex_);
    all_[job.id].state = State::kFailed;
    all_[job.id].message = message;
  }

  Inspection Copy(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return all_[id];
  }

  void Show(const std::string& id, const Progress& progress) {
    const std::lock_guard lock(mutex_);
    Inspection& one = all_[id];
    one.files_done = progress.files_done;
    one.files = progress.files;
    one.bytes_done = progress.bytes_done;
    one.bytes = progress.bytes;
  }

  /// Under its name, with its note; the one before of the same unit's year goes.
  void Keep(Inspection one, const std::string& part, const Packed& packed, const Caller& caller) {
    one.state = State::kReady;
    one.made_at = school_.parts().clock.Now();
    one.digest = packed.digest;
    one.bytes = packed.bytes;
    one.bytes_done = packed.bytes;
    files::rename(part, ZipOf(one));
    const std::string note = Concat(NoteOf(one), ".part");
    {
      PosixFile file = PosixFile::Create(note);
      file.Write(WriteJson(one, school_.options().offset));
      file.Sync();
    }
    files::rename(note, NoteOf(one));
    SyncFolder(folder_);
    school_.store().Write([&](WriteTx& tx) -> Result<void> {
      AddSecurityEvent(tx, EventBy(caller, *one.made_at, "inspection_made",
                                   {{"year", std::to_string(one.year)},
                                    {"unit", one.unit},
                                    {"digest", one.digest}}));
      return {};
    });
    const std::lock_guard lock(mutex_);
    std::erase_if(all_, [&](const auto& each) {
      const Inspection& other = each.second;
      if (other.id == one.id || Pending(other)) return false;
      if (other.year != one.year || other.unit != one.unit) return false;
      Drop(other);
      return true;
    });
    all_[one.id] = one;
  }

  School& school_;
  const std::string folder_;
  SoundFiles sound_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::condition_variable idle_;
  std::map<std::string, Inspection> all_;  ///< By id.
  std::deque<Job> queue_;
  bool working_ = false;
  std::jthread worker_;
};

Inspections::Inspections(School& school, const std::string& folder)
    : impl_(std::make_unique<Impl>(school, folder)) {}
Inspections::~Inspections() = default;

ResultOrErrors<Inspection> Inspections::Begin(const Caller& caller,
                                              const InspectionRequest& request) {
  return impl_->Begin(caller, request);
}
ResultOrErrors<InspectionsAnswer> Inspections::List(const Caller& caller, int year) {
  return impl_->List(caller, year);
}
ResultOrErrors<InspectionFile> Inspections::Find(const Caller& caller, std::string_view id) {
  return impl_->Find(caller, id);
}
void Inspections::WaitUntilIdle() { impl_->WaitUntilIdle(); }

}  // namespace shouze::inspection
