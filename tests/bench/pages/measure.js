// Lighthouse on its phone profile: node measure.js ORIGIN COOKIE; a line of JSON for each page.
// Each page is loaded ROUNDS times by a browser without a memory; figures are those of the median score.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const ROUNDS = 5;
const [origin, cookie] = process.argv.slice(2);
const pages = [
  ["login", "/login", ""],
  ["workbench, logged in", "/workbench", cookie],
];
const chrome = await launch({
  chromePath: "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function look(path, Cookie) {
  const { lhr } = await lighthouse(origin + path, {
    port: chrome.port,
    logLevel: "error",
    onlyCategories: ["performance", "accessibility", "best-practices"],
    ...(Cookie ? { extraHeaders: { Cookie } } : {}),
  });
  const value = (id) => lhr.audits[id].numericValue;
  const requests = lhr.audits["network-requests"].details.items;
  const score = (id) => Math.round(lhr.categories[id].score * 100);
  return {
    kb: requests.reduce((sum, one) => sum + one.transferSize, 0) / 1000,
    requests: requests.length,
    fcp: value("first-contentful-paint") / 1000,
    lcp: value("largest-contentful-paint") / 1000,
    tti: value("interactive") / 1000,
    tbt: value("total-blocking-time"),
    performance: score("performance"),
    accessibility: score("accessibility"),
    practices: score("best-practices"),
    version: lhr.lighthouseVersion,
  };
}

try {
  for (const [name, path, Cookie] of pages) {
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await look(path, Cookie));
    rounds.sort((one, two) => one.performance - two.performance);
    const scores = rounds.map((one) => one.performance);
    console.log(JSON.stringify({ name, ...rounds[ROUNDS >> 1], scores }));
  }
} finally {
  await chrome.kill();
}
