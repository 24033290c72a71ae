#pragma once

namespace shouze {

/// Readies libcurl, once; throws std::runtime_error where it does not start. Before any use of it.
void StartCurl();

}  // namespace shouze
