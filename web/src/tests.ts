import { start } from "./i18n";

await start();
