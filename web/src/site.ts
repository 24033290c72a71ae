/** 网址: where the site lies, `/` or the path of a host that it shares; the server says so in the first page. */
const told = document.querySelector<HTMLMetaElement>('meta[name="site"]')?.content ?? "";
export const base = told.startsWith("/") ? told : "/";

/** The address of a path of ours: `/api/v1/me` as `/shouze/api/v1/me`. */
export const addressOf = (path: string): string => base + path.slice(1);

/** The whole address, as it is told to people: `https://oa.example.edu.cn/shouze`. */
export const siteAddress = (): string => (location.origin + base).replace(/\/$/, "");

/** A path below the site, as the router has it. */
export const pathBelow = (path: string): string => (path.startsWith(base) ? path.slice(base.length - 1) : path);
