#pragma once

#include <string>

#include "system/file_bytes.h"

namespace shouze {

/// The first name in a PDF of what acts by itself when it is opened: `JavaScript`, `Launch` (starts
/// a program). Objects packed together are unpacked, 64 MB of them at the most; content that is
/// drawn is not. Empty where none is seen; of a PDF under a lock only what lies open is seen.
/// Source: ISO 32000-2, 7.3.5, 7.5.7, 12.6.4.
std::string PdfActionIn(const FileBytes& bytes);

}  // namespace shouze
