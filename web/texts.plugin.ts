import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";

const entry = fileURLToPath(new URL("./src/texts/index.ts", import.meta.url));
const places: Record<string, 0 | 1> = { "virtual:texts/zh": 0, "virtual:texts/en": 1 };

/** A text as vue-i18n's message function where it has parameters: no compiler goes to the browser. */
function message(text: string): string {
  const parts = text.replaceAll("{'@'}", "@").split(/\{(\w+)\}/);
  if (parts.length === 1) return `() => ${JSON.stringify(parts[0])}`;
  const said = parts.map((part, i) => (i % 2 ? `named(${JSON.stringify(part)})` : JSON.stringify(part)));
  return `({ named }) => ${said.filter((part) => part !== '""').join(" + ")} + ""`;
}

/** `[中文, English]` pairs as one tree of a language, in JavaScript. */
function tree(node: unknown, place: 0 | 1): string {
  if (Array.isArray(node)) return message(String(node[place]));
  const members = Object.entries(node as object).map(([key, value]) => `${JSON.stringify(key)}: ${tree(value, place)}`);
  return `{ ${members.join(", ")} }`;
}

/** `virtual:texts/zh`, `virtual:texts/en`: of the pairs in src/texts a page loads one language. */
export function texts(): Plugin {
  return {
    name: "texts",
    resolveId: (id) => (id in places ? `\0${id}` : undefined),
    async load(id) {
      const place = places[id.slice(1)];
      if (!id.startsWith("\0") || place === undefined) return undefined;
      const { module, dependencies } = await runnerImport<{ texts: object }>(entry);
      for (const file of dependencies) this.addWatchFile(file);
      return `export default ${tree(module.texts, place)};`;
    },
  };
}
