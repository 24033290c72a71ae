#include "base/check.h"
#include "http/openapi.h"
#include "http/own_routes.h"
#include "http/resources/resources.h"

namespace shouze {
namespace {

/// Rows need one to be made; none is asked anything while the document is written.
class NoSchool : public ServedSchool {
 public:
  std::optional<KnownCaller> FindCaller(std::string_view, const Visitor&) override {
    return std::nullopt;
  }
  std::int64_t LastEntryOf(std::string_view) override { return 0; }
  Instant Now() override { return {}; }
  UtcOffset offset() override { return {}; }
  int Watch(std::function<void(const Changed&)>) override { return 0; }
  void Unwatch(int) override {}
  void Note(SecurityEvent) override {}
  std::string NewLogId() override { return ""; }
  std::int64_t StoreBytes() override { return 0; }
  std::int64_t FreeBytes() override { return 0; }
  School& school() override { CheckFailed("no school", __FILE__, __LINE__); }
  inspection::Inspections& inspections() override { CheckFailed("no school", __FILE__, __LINE__); }
};

}  // namespace

std::string OpenApiDocument() {
  NoSchool school;
  const std::vector<HealthCheck> health;
  const std::vector<SettingShown> settings;
  ChangeFeed feed(school, 0, 0);
  Metrics metrics({});
  const Site site;
  const TrustedProxies proxies;
  const WayWatch watch;
  const std::string no_token;
  return OpenApiDocument(WithOwnRoutes(AllRoutes(), {school, health, settings, feed, metrics,
                                                     nullptr, site, proxies, watch, no_token}));
}

}  // namespace shouze
