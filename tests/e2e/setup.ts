import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { request, type APIRequestContext } from "@playwright/test";
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
    const person = await request.newContext({ baseURL: school.url, extraHTTPHeaders: { Origin: school.url } });
    await post(person, "login", one);
    await post(person, "me/password", { old_password: one.password, new_password: password });
    await person.dispose();
  }
  await school.kill("SIGTERM");
}
async function post(person: APIRequestContext, path: string, data: object): Promise<void> {
  const answer = await person.post(`/api/v1/${path}`, { data });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
}
