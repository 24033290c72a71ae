import { barriers, busy, pages, People, settle, states } from "./look";
import { expect, test } from "./school";

/** Every page, in both themes and at both sizes, and what opens in it: nothing that keeps somebody out. */
const views = [...pages("xxgc", "3.1/implement"), ...states("xxgc").filter((one) => !one.print)];
const half = Math.ceil(views.length / 2);

test.describe.configure({ mode: "parallel" });

let isBusy = false;

for (const [part, some] of [views.slice(0, half), views.slice(half)].entries()) {
  test(`pages can be used by everyone, part ${part + 1}`, async ({ browser, school }) => {
    test.setTimeout(480_000);
    const people = new People(browser, school, () => school.password);
    const found: string[] = [];
    if (!isBusy) {
      isBusy = true;
      await busy(people, school);
    }
    for (const view of some) {
      const page = await people.page(view.who);
      await page.goto(view.path);
      await settle(page);
      await view.before?.(page).catch((error) => found.push(`${view.name}: ${String(error).split("\n")[0]}`));
      // Each theme at one size: colours do not differ by size, nor does the layout by theme.
      for (const [width, colorScheme] of [[1440, "light"], [390, "dark"]] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await settle(page);
        for (const one of await barriers(page)) found.push(`${view.name} ${width} ${colorScheme}: ${one}`);
      }
      await page.close();
    }
    await people.leave();
    expect(found).toEqual([]);
  });
}
