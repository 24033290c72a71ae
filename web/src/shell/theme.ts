import { ref } from "vue";

/** Light or dark: what the person chose, else what the machine says. */
const asked = matchMedia("(prefers-color-scheme: dark)");
export const dark = ref(false);

function show(): void {
  const kept = localStorage.getItem("theme");
  dark.value = kept ? kept === "dark" : asked.matches;
  document.documentElement.classList.toggle("dark", dark.value);
}

export function startTheme(): void {
  show();
  asked.addEventListener("change", show);
}

export function switchTheme(): void {
  localStorage.setItem("theme", dark.value ? "light" : "dark");
  show();
}
