#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

/// What goes over the wire beside the bodies.
namespace shouze {

/// The head of an answer, with the empty line. `keep`: the connection stays open.
std::string HeadOf(const Response& response, bool keep);

/// Watches a request's head go by for lines that are continued on the next (obs-fold): the parser
/// would join them, and a proxy in front may have read them otherwise. Source: RFC 9112 5.2.
class FoldWatch {
 public:
  void See(std::string_view bytes);
  bool seen() const { return seen_; }

 private:
  char last_ = '\0';
  bool seen_ = false;
};

/// Why a request's head is not to be believed though it can be parsed: two ways to tell the body's
/// length, no Host or several, a target that is no path. Absent: nothing is wrong with it.
/// Sources: RFC 9112 3.2, 6.1, 6.3 and 11.2 (request smuggling).
struct HeadFault {
  int status = 400;
  std::string_view message;
  std::string_view english;
};
std::optional<HeadFault> FaultOfHead(const Request& request, bool version_1_1);

}  // namespace shouze
