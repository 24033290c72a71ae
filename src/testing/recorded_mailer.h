#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "system/mail.h"

namespace shouze {

/// A mailer that keeps what it is given, and fails as the test says.
class RecordedMailer : public Mailer {
 public:
  Result<void> Send(const Mail& mail) override {
    tried.push_back(mail);
    if (before_send) before_send(mail);
    if (refuse_with) return *refuse_with;
    sent.push_back(mail);
    return {};
  }

  std::vector<Mail> tried;  ///< Every attempt.
  std::vector<Mail> sent;   ///< Those that succeeded.
  std::optional<Error> refuse_with;
  std::function<void(const Mail&)> before_send;
};

}  // namespace shouze
