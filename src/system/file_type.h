#pragma once

#include <string>
#include <string_view>

namespace shouze {

/// The MIME type of a file by its first bytes and structure (libmagic); `application/octet-stream`
/// where it is not known. Office documents are told apart from plain ZIPs.
std::string FileTypeOf(const std::string& path);
std::string FileTypeOfBytes(std::string_view bytes);

/// Whether units may hand in files of this type as evidence: PDF, images (JPEG, PNG, HEIC, WebP,
/// TIFF), Office documents old and new, OFD, plain text, ZIP.
bool MayBeEvidence(std::string_view type);

}  // namespace shouze
