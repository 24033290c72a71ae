#pragma once

#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/result.h"

namespace shouze {

/// A message of ours as RFC 5424 has it, with its length before it (RFC 6587 3.4.1, RFC 5425 4.3):
/// facility log audit (13), severity notice.
std::string SyslogFrame(std::string_view host, Instant at, std::string_view message);

/// Sends one message to `server` (`host:6514`) over TLS, whose certificate must be one that this
/// machine believes. Waits 10 s at the most. Errors: kBusy with the cause. Source: RFC 5425.
Result<void> SendSyslog(const std::string& server, Instant at, std::string_view message);

}  // namespace shouze
