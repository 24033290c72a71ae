#pragma once

#include <vector>

#include "http/api.h"
#include "http/change_feed.h"
#include "http/metrics.h"
#include "http/route.h"
#include "http/way_in.h"
#include "service/settings_reading.h"
#include "system/mail.h"

namespace shouze {

/// What the API's own rows tell of; all must outlive them.
struct OwnParts {
  ServedSchool& school;
  const std::vector<HealthCheck>& health;
  const std::vector<SettingShown>& settings;
  ChangeFeed& feed;
  Metrics& metrics;
  Mailer* mailer;  ///< Null: no mail is sent.
  const Site& site;
  const TrustedProxies& proxies;
  const WayWatch& watch;
  const std::string& metrics_token;  ///< Empty: none.
};

/// The settings in force, and what was met since the start that they should say otherwise.
struct SettingsInForce {
  std::vector<SettingRow> settings;
  std::vector<WayFaultSeen> faults;
};
SHOUZE_DESCRIBE(SettingsInForce, settings, faults)

/// `routes` and then `/healthz`, `/metrics` (by its token, or whoever may kOperate),
/// `/api/v1/settings` and `/api/v1/mail/test` (kOperate), `/api/v1/connection`,
/// `/api/v1/openapi.json`, `/api/v1/changes`.
std::vector<Route> WithOwnRoutes(std::vector<Route> routes, const OwnParts& parts);

/// For metrics.
std::vector<std::string> NamesOf(const std::vector<Route>& routes);

}  // namespace shouze
