#pragma once

#include <string>

#include "kernel/policy.h"

/// What a policy says, in Chinese phrases.
namespace shouze {

/// 自通报送达本单位的时刻起 3 个工作日内（第 3 个工作日 24:00 止）
std::string DeadlineInWords(const Policy& policy, const Duty& duty);

/// 每个漏洞; 每起网络安全事件（重大事件：是）; 每年度一次
std::string TriggerInWords(const Policy& policy, const Duty& duty);

/// 报送材料并审核通过; “网络安全分管负责人”有人在任
std::string CompletionInWords(const Policy& policy, const Duty& duty);

/// 每个漏洞扣 2 分; “漏洞整改”每误一次扣 5 分
std::string RuleInWords(const Policy& policy, const Rule& rule);

/// 3 月 31 日
std::string DefaultInWords(const NamedDate& date);

}  // namespace shouze
