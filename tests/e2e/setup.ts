import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseOf, lived, made, psql, shouze } from "./school";

/** Makes the schools once; each file of tests copies one. */
export default function setup(): () => void {
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
        ? shouze("demo", ...options, "--units", "6", "--until", lived)
        : shouze("init", ...options);
    writeFileSync(join(made, `${kind}.txt`), told, { mode: 0o600 });
  }
  return () => rmSync(made, { recursive: true, force: true });
}
