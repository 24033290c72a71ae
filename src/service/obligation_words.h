#pragma once

#include <string>

#include "ledger/sheet.h"

/// Obligations in a sentence, for notices and mail.
namespace shouze {

/// “漏洞整改：漏洞 v1（教务系统）”
std::string TitleOf(const Sheet& sheet, const Obligation& obligation);

/// What is to be done, by when, and what it costs not to: one sentence without its full stop.
std::string TaskOf(const Sheet& sheet, const Obligation& obligation);

}  // namespace shouze
