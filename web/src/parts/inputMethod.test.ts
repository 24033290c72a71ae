import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { guardInputMethod } from "./inputMethod";

describe("a key that an input method takes", () => {
  let undo = () => {};
  let heard: string[] = [];
  const input = document.createElement("input");
  input.addEventListener("keydown", (event) => heard.push(event.key));
  beforeEach(() => {
    document.body.append(input);
    heard = [];
    undo = guardInputMethod(window);
  });
  afterEach(() => undo());
  const press = (key: string, more: KeyboardEventInit = {}) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

  it("acts on nothing while words are being composed", () => {
    for (const key of ["Enter", "ArrowDown", "Escape", "a"]) press(key, { isComposing: true });
    press("Enter", { keyCode: 229 });
    press("Process", { keyCode: 229 });
    expect(heard).toEqual([]);
  });
  it("acts on nothing when it comes right behind the composition, as on a Mac", () => {
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "教务处" }));
    expect(press("Enter")).toBe(false);
    expect(heard).toEqual([]);
  });
  it("acts again when it is somebody's next key", async () => {
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "教务处" }));
    press("ArrowDown");
    await new Promise((done) => setTimeout(done, 120));
    press("Enter");
    expect(heard).toEqual(["ArrowDown", "Enter"]);
  });
});
