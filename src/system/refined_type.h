#pragma once

#include <string>

#include "system/file_bytes.h"

namespace shouze {

/// What libmagic called `type`, told apart further where it knows too little (ZIPs, compound files,
/// pictures by their brands) or guesses too much (texts that look like a program's source).
std::string RefinedType(std::string type, const FileBytes& bytes);

}  // namespace shouze
