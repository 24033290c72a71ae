#pragma once

#include <string_view>
#include <vector>

#include "kernel/policy.h"
#include "policy/problems.h"
#include "policy/yaml_tree.h"

namespace shouze {

/// A part of a policy and where it stands.
struct Part {
  const YamlNode* node = nullptr;
  bool whole = true;  ///< Nothing in it was wrong, so that lint may judge it.
};

/// A policy being read: what is known of it so far, where each part stands, and what is wrong.
/// The vectors below run parallel to those of the policy.
struct PolicyDraft {
  explicit PolicyDraft(std::string_view file) : problems(file) {}

  Policy policy;
  Problems problems;
  const YamlNode* settings = nullptr;
  std::vector<Part> dates;
  std::vector<const YamlNode*> readings;
  std::vector<Part> duties;
  std::vector<std::vector<Part>> rules;  ///< By indicator.
};

}  // namespace shouze
