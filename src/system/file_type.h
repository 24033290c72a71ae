#pragma once

#include <string>
#include <string_view>

#include "system/file_bytes.h"

namespace shouze {

/// The MIME type of a file by its first bytes and structure (libmagic, and what it does not tell
/// apart: Office documents, pictures of phones, mails, scripts); `application/octet-stream` where
/// it is not known. Names and sayings of each: system/file_kinds.h.
std::string FileTypeOf(const std::string& path);
std::string FileTypeOfBytes(std::string_view bytes);

}  // namespace shouze
