#pragma once

#include <boost/system/result.hpp>

#include "base/error.h"

namespace shouze {

/// A value, or the one error that prevented it. Broken worlds (disk gone) are exceptions instead.
/// Boost 1.81's `error()` returns a copy: keep it in a variable before taking iterators of it.
template <class T>
using Result = boost::system::result<T, Error>;

/// A value, or everything that is wrong with the input.
template <class T>
using ResultOrErrors = boost::system::result<T, Errors>;

/// Never called: value() is only used after a check, and a miss is a programmer's error.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);
[[noreturn]] void throw_exception_from_error(const Errors& errors, const boost::source_location&);

}  // namespace shouze
