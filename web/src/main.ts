import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import App from "./App.vue";
import { watchActivity } from "./api/activity";
import { sessionEnded } from "./api/client";
import { queries } from "./api/query";
import { markSessionEnded } from "./api/session";
import { i18n, languageShown } from "./i18n";
import { guardInputMethod } from "./parts/inputMethod";
import { startKeyboard } from "./parts/keyboard";
import { router } from "./router";
import { startTheme } from "./shell/theme";
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "./styles/tokens.css";
import "./styles/element.css";
import "./styles/base.css";
import "./styles/print.css";

startTheme();
guardInputMethod(window);
startKeyboard();
watchActivity(window);
sessionEnded.addEventListener("ended", markSessionEnded);
void languageShown.then(() => {
  createApp(App).use(i18n).use(router).use(VueQueryPlugin, { queryClient: queries }).mount("#app");
});
