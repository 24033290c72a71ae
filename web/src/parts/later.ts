import { defineAsyncComponent } from "vue";

/** Parts that few need, or nobody at first: fetched with their first use. */
export const UnitSwitch = defineAsyncComponent(() => import("./UnitSwitch.vue"));
export const NewPassword = defineAsyncComponent(() => import("./NewPassword.vue"));
const dialog = () => import("@/shell/SessionEndedDialog.vue");
export const SessionEndedDialog = defineAsyncComponent(dialog);

/** Once a page is up: when the login ends, the server may be another version with other files. */
export const fetchLater = () => setTimeout(() => void dialog().catch(() => undefined), 20_000);
