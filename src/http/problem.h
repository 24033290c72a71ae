#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/binding.h"
#include "http/message.h"

/// The one door out for errors:
/// `{"code","message","english","fields":[{pointer,message,english}]}`.
namespace shouze {

/// The status that stands for an error's code. Source: RFC 9110 15, RFC 6585.
int StatusOf(ErrorCode code);

/// What is wrong with a request, by its first error's code. Errors of input are listed as fields
/// at their JSON pointers. A kTooMany whose `where` is a whole number says how many seconds to wait
/// (Retry-After; a minute otherwise).
Response Problem(const Errors& errors);
/// The same; 400 where the request was no JSON at all.
Response Problem(const BindingErrors& errors);
/// One with a status of its own.
Response Problem(int status, std::string_view code, std::string_view message,
                 std::string_view english);

/// Something broke: logged with its cause under `log_id`, which is all that the answer tells.
/// 503 where the store or the vault is broken, else 500.
Response Broken(const std::exception_ptr& cause, std::string_view route, const std::string& log_id);

}  // namespace shouze
