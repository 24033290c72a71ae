#include "http/health.h"

#include <memory>
#include <mutex>
#include <utility>

#include "base/text.h"

namespace shouze {
namespace {

using Clock = std::chrono::steady_clock;

/// What the last look found, and since when somebody is looking.
struct Seen {
  std::mutex mutex;
  std::optional<Clock::time_point> looked_at;
  std::optional<Clock::time_point> looking_since;
  std::optional<std::string> fault;
};

}  // namespace

Look Seldom(Look look, std::chrono::milliseconds every, std::chrono::milliseconds answer_max) {
  return
      [=, look = std::move(look), seen = std::make_shared<Seen>()]() -> std::optional<std::string> {
        {
          const std::lock_guard lock(seen->mutex);
          const auto now = Clock::now();
          if (seen->looking_since && now - *seen->looking_since > answer_max) {
            const auto waited =
                std::chrono::duration_cast<std::chrono::seconds>(now - *seen->looking_since);
            return Concat("no answer for ", waited.count(), " s");
          }
          if (seen->looking_since || (seen->looked_at && now - *seen->looked_at < every)) {
            return seen->fault;
          }
          seen->looking_since = now;
        }
        auto fault = look();
        const std::lock_guard lock(seen->mutex);
        seen->looking_since.reset();
        seen->looked_at = Clock::now();
        return seen->fault = std::move(fault);
      };
}

Look StoreLook(Store& store) {
  return [&store]() -> std::optional<std::string> {
    try {
      store.ProveWritable();
      return std::nullopt;
    } catch (const std::exception& broken) {
      return broken.what();
    }
  };
}

Look VaultLook(Vault& vault) {
  return [&vault]() -> std::optional<std::string> {
    try {
      vault.Begin()->Write("?").value();
      return std::nullopt;
    } catch (const std::exception& broken) {
      return broken.what();
    }
  };
}

}  // namespace shouze
