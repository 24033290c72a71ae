#pragma once

#include <boost/describe.hpp>

/// Declares the members of a plain struct once: from that list it is read from JSON, written to it
/// and described in the API document (exchange/described.h). Stands beside the struct, in its
/// namespace.
#define SHOUZE_DESCRIBE(Type, ...) BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))

/// The same for a struct that adds members to a described one.
#define SHOUZE_DESCRIBE_DERIVED(Type, Base, ...) BOOST_DESCRIBE_STRUCT(Type, (Base), (__VA_ARGS__))

/// Declares the values of an enum class; `kOwnUnit` is spelled `own_unit` outside.
#define SHOUZE_DESCRIBE_ENUM(Type, ...) BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__)
