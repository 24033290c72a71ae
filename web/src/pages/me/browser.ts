/** What a browser calls itself, short enough for a list: `Edge · Windows`. */
export function browserOf(agent: string): string {
  const names: [RegExp, string][] = [
    [/MicroMessenger/, "微信"], [/Edg\//, "Edge"], [/Firefox\//, "Firefox"], [/QQBrowser/, "QQ"],
    [/Chrome\//, "Chrome"], [/Safari\//, "Safari"],
  ];
  const systems: [RegExp, string][] = [
    [/Windows/, "Windows"], [/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"],
  ];
  const first = (rows: [RegExp, string][]) => rows.find(([shape]) => shape.test(agent))?.[1];
  return [first(names), first(systems)].filter(Boolean).join(" · ") || agent.slice(0, 40) || "—";
}
