/** 账号事项: what waits for another kind of administrator. */
export const accountActs = {
  hint: [
    "对担任学校角色的账号的改动、授予要害角色，由一类管理员提请，另一类管理员批准后办理",
    "Acts on accounts that hold a school role, and grants of roles that decide, are asked by one kind of administrator and approved by another",
  ],
  filter: ["按状态筛选", "By state"],
  all: ["全部", "All"],
  number: ["第 {id} 件", "No. {id}"],
  whose: ["账号", "Account"],
  by: ["提请人", "Asked by"],
  decided: {
    approved: ["批准人", "Approved by"],
    refused: ["办理人", "Refused by"],
    withdrawn: ["撤回人", "Withdrawn by"],
  },
  not: {
    asked: ["这是您提请的，由另一类管理员办理；不需要了可以撤回。", "You asked for this; another kind of administrator decides it. You may withdraw it."],
    own: ["这是您本人的账号，由另一位管理员办理。", "It is your own account; another administrator decides it."],
    same: ["提请人和您同是{role}，由另一类管理员办理。", "You are {role} as whoever asked; another kind of administrator decides it."],
    letIn: ["此账号由您开通，或最近由您重置，由另一位管理员办理。", "You let this account in; another administrator decides it."],
  },
  what: ["{name}：{text}", "{name}: {text}"],
  approveHint: ["批准后立即办理，本人和审计管理员随即收到通知：", "It is done at once, and the person and the auditors are told:"],
  refuseHint: ["不办理；提请人和本人会看到您写的理由：", "It is not done; whoever asked and the person read why:"],
  withdrawHint: ["撤回后可以重新提请：", "It can be asked for again:"],
  read: ["提请人、本人和审计管理员会看到。", "Read by whoever asked, the person concerned and the auditors."],
  said: {
    approve: ["已批准并办理：{what}", "Approved and done: {what}"],
    refuse: ["已不予批准：{what}", "Refused: {what}"],
    withdraw: ["已撤回：{what}", "Withdrawn: {what}"],
  },
  none: ["没有等待批准的账号事项", "Nothing waits for approval"],
  noneHint: [
    "有人提请重置管理员的密码、更改其资料、停用或授权时，会列在这里，相关的管理员同时收到通知。",
    "When somebody asks to reset, change, disable or grant where a school role is concerned, it appears here, and administrators are told.",
  ],
  noDecided: ["没有这样的事项", "There is none of these"],
};
