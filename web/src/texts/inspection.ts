/** 迎检材料: evidence as one ZIP. */
export const inspection = {
  open: ["迎检材料", "For inspection"],
  unit: ["{unit}本年度的佐证材料、评价表和台账，按考核方面和指标排好，附索引（PDF、XLSX）和校验值。",
    "The unit's evidence, score sheet and records, ordered by aspect and line, with an index (PDF, XLSX) and digests."],
  school: ["全校本年度的佐证材料，按考核方面、指标、单位排好，附各单位评价表、台账、索引（PDF、XLSX）和校验值。",
    "All units' evidence, ordered by aspect, line and unit, with score sheets, records, an index (PDF, XLSX) and digests."],
  make: ["生成", "Make it"],
  again: ["重新生成", "Make it anew"],
  download: ["下载", "Download"],
  waiting: ["排队中…", "Waiting…"],
  reading: ["正在整理…", "Reading…"],
  running: ["正在打包：{done} / {all} 个文件，{bytes} / {size}", "Packing: {done} of {all} files, {bytes} of {size}"],
  ready: ["{at} 生成，{size}", "Made {at}, {size}"],
  resumes: ["可以关掉本页，打包在后台继续；下载中断后可续传。", "It goes on in the background; an interrupted download resumes."],
  failed: ["没有打成包", "It could not be made"],
} as const;
