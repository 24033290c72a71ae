/** 文书: documents as files. */
export const papers = {
  open: ["文书", "Documents"],
  number: ["发文字号（可不填，例如 网安办〔2026〕5 号）", "Document number (optional)"],
  hint: ["内容由账本和办法生成，与页面一致；DOCX 可在 Word、WPS 里继续编辑。", "Made from the ledger, the same as on the pages; DOCX opens in Word and WPS."],
  saved: ["已生成：{name}", "Made: {name}"],
  making: ["正在生成…", "Being made…"],
  unit: {
    notice: ["初评结果通知", "Notice of the initial result"],
    initial_sheet: ["初评评价表（附件 1 格式）", "Initial score sheet (form of Annex 1)"],
    sheet: ["评价表（附件 1 格式）", "Score sheet (form of Annex 1)"],
    answers: ["异议答复", "Answer to the objections"],
  },
  school: {
    notices: ["初评结果通知（各单位合订）", "Notices of the initial results, all units"],
    initial_sheets: ["初评评价表（各单位合订）", "Initial score sheets, all units"],
    sheets: ["评价表（各单位合订）", "Score sheets, all units"],
    answers: ["异议答复（各单位合订）", "Answers to objections, all units"],
    announcement: ["结果通报", "Announcement of the result"],
    lines: ["分项得分表（通报附件）", "Scores by line (annex of the announcement)"],
    report: ["送领导小组的报告", "Report to the leading group"],
    ranking: ["排名与明细工作簿", "Workbook: ranking and details"],
  },
} as const;
