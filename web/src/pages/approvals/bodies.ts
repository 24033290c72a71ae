/** What the acts of proposals say, as far as details of them are shown; instants are in UTC. */
export interface ActBody {
  id?: string;
  unit?: string;
  units?: string[];
  kind?: string;
  at?: string;
  cycle?: number;
  obligation?: string;
  record?: string;
  until?: string;
  reason?: string;
  fields?: Record<string, unknown>;
  files?: { digest: string; name: string; bytes: number; type: string }[];
  received_at?: string;
  upheld?: boolean;
  decision?: string;
}

export const bodyOf = (act: { body?: unknown }) => (act.body ?? {}) as ActBody;
