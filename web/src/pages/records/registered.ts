import type { RecordKind } from "@/api/policies";
import type { RecordAnswer } from "@/api/records";

/** What was registered just now, for its receipt. */
export interface Registered {
  kind: RecordKind;
  answer: RecordAnswer;
  title: string;
  units: string[];
  all: boolean;
  beside?: { kind: RecordKind; answer: RecordAnswer };
}
