export const notices = {
  hint: ["新任务、退回、答复和临近的期限都会在这里告知，急的另发邮件。", "New tasks, returns, answers and deadlines coming near; urgent ones by mail too."],
  readAll: ["全部标为已读", "Mark all as read"],
  unreadOnly: ["只看未读", "Unread only"],
  urgent: ["紧急", "Urgent"],
  fresh: ["未读", "Unread"],
  none: ["还没有通知", "No notices yet"],
  noneHint: ["有需要您办理或知道的事，会出现在这里。", "Whatever you have to do or know will appear here."],
  noneUnread: ["没有未读通知", "Nothing unread"],
  open: ["去办理", "Go"],
};
