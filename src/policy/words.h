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

/// 可在 12 月 20 日 24:00 前补报; 期限即期限，不能补报; empty where nothing is handed in.
std::string ResubmissionInWords(const Policy& policy, const Duty& duty);

/// （重大事件：是；等级保护级别：2、3）, empty where there are none.
std::string ConditionsInWords(const RecordKind& kind, const Conditions& conditions);

/// 每次上级问责使当年总分记 0 分
std::string VetoInWords(const Policy& policy, const Veto& veto);

/// 3 月 31 日
std::string DefaultInWords(const NamedDate& date);

/// Whether the reading takes effect in the indicator: in one of its duties or rules, or in a date
/// that they are due on.
bool Concerns(const Policy& policy, const Reading& reading, const Indicator& indicator);

}  // namespace shouze
