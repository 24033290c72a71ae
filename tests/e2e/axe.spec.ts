import { barriers, pages, People, settle, states } from "./look";
import { expect, School, test } from "./school";
import { attach, confirm, report } from "./steps";

/** Every page, in both themes and at both sizes, and what opens in it: nothing that keeps somebody out. */
const views = [...pages("xxgc", "3.1/implement"), ...states("xxgc").filter((one) => !one.print)];
const half = Math.ceil(views.length / 2);

test.describe.configure({ mode: "parallel" });

let isBusy = false;
/** Something waits for a review, and something for a second person. */
async function busy(people: People, school: School): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  const contact = await people.page("tsg.contact");
  await contact.goto("/tasks/tsg/3.1/implement");
  await attach(contact, report);
  await confirm(contact);
  await contact.close();
  const office = await people.page("wab1");
  const asked = await office.request.post("/api/v1/cycles/2026/units/tsg/extensions", {
    headers: { Origin: school.url },
    data: { obligation: "9.1/proof", until: "2026-12-26T00:00:00+08:00", reason: "讲师改期" },
  });
  expect(asked.ok(), await asked.text()).toBe(true);
  await office.close();
}

for (const [part, some] of [views.slice(0, half), views.slice(half)].entries()) {
  test(`pages can be used by everyone, part ${part + 1}`, async ({ browser, school }) => {
    test.setTimeout(480_000);
    const people = new People(browser, school, () => school.password);
    const found: string[] = [];
    await busy(people, school);
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
