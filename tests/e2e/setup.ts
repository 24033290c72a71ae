import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseOf, founded, lived, made, psql, School, shouze } from "./school";

/** Makes the schools once; each file of tests copies one. */
export default async function setup(): Promise<() => void> {
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const postgres = process.env.SHOUZE_TEST_DATABASE === "postgres";
  for (const kind of ["rehearsed", "empty"]) {
    const options = ["--data", join(made, kind)];
    if (postgres) {
      psql(`DROP DATABASE IF EXISTS e2e_${kind}`, `CREATE DATABASE e2e_${kind}`);
      options.push("--database", databaseOf(`e2e_${kind}`));
    }
    const told =
      kind === "rehearsed"
        ? shouze(lived, "demo", ...options, "--units", "6", "--until", lived)
        : shouze(founded, "init", ...options);
    writeFileSync(join(made, `${kind}.txt`), told, { mode: 0o600 });
  }
  await letIn(join(made, "rehearsed"), postgres ? databaseOf("e2e_rehearsed") : "", School.password("rehearsed"), lived);
  return () => rmSync(made, { recursive: true, force: true });
}

/** Of the rehearsed units only the first has people who can log in; some of the others shall, too. */
export async function letIn(folder: string, database: string, password: string, at: string): Promise<void> {
  const options = ["--data", folder, ...(database ? ["--database", database] : [])];
  const first = ["jwc.contact", "jxgc.contact", "tsg.contact", "tsg.head", "tw.contact"].map((login) => {
    return { login, password: /once: (\S+)/.exec(shouze(at, "user", "reset", login, ...options))?.[1] ?? "" };
  });
  const school = await School.over(folder, database, password, at);
  for (const one of first) {
    const entered = await post(school, "login", one, "");
    const cookie = entered.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
    await post(school, "me/password", { old_password: one.password, new_password: password }, cookie);
  }
  await school.kill("SIGTERM");
}
async function post(school: School, path: string, body: object, cookie: string): Promise<Response> {
  const answer = await fetch(`${school.url}/api/v1/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: school.url, Cookie: cookie },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
