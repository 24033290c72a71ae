#pragma once

#include <span>
#include <string>

#include "http/route.h"

namespace shouze {

/// The OpenAPI 3.1 document of these rows. Same rows, same bytes.
std::string OpenApiDocument(std::span<const Route> routes);

/// The document of all that the server answers, with nothing running: for `shouze openapi`.
std::string OpenApiDocument();

}  // namespace shouze
