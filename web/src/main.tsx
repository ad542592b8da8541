import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./app/kith.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { start } from "./i18n";

// What keeps the page behind a dialog from scrolling adds a style, and looks for its nonce under this name.
Object.assign(window, { __webpack_nonce__: document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce });

const root = document.getElementById("root");
if (root) void start().then(() => createRoot(root).render(<App />));
