import type { Policy } from "@/api/policies";

/** The two sheets of the import: their columns follow from the policy. */
export type SheetId = "units" | "posts";
export const sheetIds: SheetId[] = ["units", "posts"];

export interface Column {
  /** Member of the request; `fields/headcount` for a field of the policy. */
  id: string;
  title: string;
  /** Titles it goes by in any language. */
  titles: string[];
  required: boolean;
  /** `text` is kept as it is typed; the others may come in full-width letters and digits. */
  form: "text" | "person" | "word" | "date" | "number" | "choice";
  choices: { id: string; name: string }[];
  width: number;
  /** Key of what to do about a wrong cell. */
  advice: string;
  example: string;
}

/** A text of a key, in one language or that of the page. */
export type Say = (key: string, locale?: "zh" | "en", named?: Record<string, string>) => string;

export function columnsOf(policy: Policy, say: Say): Record<SheetId, Column[]> {
  const plain = (id: string, key: string, titles: string[], width: number, more: Partial<Column> = {}): Column => ({
    id,
    title: titles[0] ?? id,
    titles,
    required: false,
    form: "text",
    choices: [],
    width,
    advice: `firstDay.advice.${key}`,
    example: "",
    ...more,
  });
  const column = (id: string, key: string, width: number, more: Partial<Column> = {}): Column => {
    const of = (language?: "zh" | "en") => say(`firstDay.column.${key}`, language);
    return plain(id, key, [of(), of("zh"), of("en")], width, more);
  };
  const kind = policy.unit_kinds[policy.unit_kinds.length > 1 ? 1 : 0];
  const post = policy.posts[policy.posts.length > 3 ? 3 : 0];
  const year = new Date().getFullYear();
  return {
    units: [
      column("id", "id", 14, { required: true, form: "word", example: "xxgc" }),
      column("name", "unitName", 26, { required: true, example: "信息工程学院" }),
      column("kind", "kind", 18, { required: true, form: "choice", choices: policy.unit_kinds, example: kind?.name ?? "" }),
      column("from", "founded", 14, { form: "date" }),
      ...policy.unit_fields
        .filter((field) => !field.counts)
        .map((field) => plain(`fields/${field.id}`, "field", [field.name, field.id], 14, { form: "number", example: "86" })),
    ],
    posts: [
      column("unit", "unit", 14, { required: true, example: "xxgc" }),
      column("post", "post", 24, { required: true, form: "choice", choices: policy.posts, example: post?.name ?? "" }),
      column("name", "name", 14, { form: "person", example: "张明" }),
      column("login", "login", 18, { form: "word", example: "zhangming" }),
      column("phone", "phone", 18, { form: "word", example: "0519-8633 0000" }),
      column("mail", "mail", 28, { form: "word", example: "zhangming@school.edu.cn" }),
      column("from", "from", 14, { required: true, form: "date", example: `${year}-01-05` }),
    ],
  };
}
