/** Which address shows which screen; each screen is loaded when it is first wanted. */
import { createHashRouter } from "react-router";
import { Shell } from "./Shell";
import { Broken } from "./Broken";
import { Nowhere } from "./Nowhere";
import { settings } from "../settings/routes";

export const router = createHashRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    HydrateFallback: () => null, // the first screen's script is on its way
    children: [
      {
        errorElement: <Broken inside />, // one screen breaks, the navigation stays
        children: [
          { index: true, lazy: async () => (await import("../home/route")).load() },
          { path: "notifications", lazy: async () => ({ Component: (await import("../notifications/Notifications")).Notifications }) },
          settings,
          { path: ":plural", lazy: async () => (await import("../lists/route")).load() },
          { path: "imports", lazy: async () => (await import("../imports/route")).load("list") },
          { path: "imports/new", lazy: async () => (await import("../imports/route")).load("new") },
          { path: "imports/:id", lazy: async () => (await import("../imports/route")).load("one") },
          { path: "duplicates", lazy: async () => (await import("../duplicates/route")).load() },
          { path: "quality", lazy: async () => (await import("../quality/route")).load("all") },
          { path: "quality/:plural/:problem", lazy: async () => (await import("../quality/route")).load("affected") },
          { path: "bin", lazy: async () => (await import("../bin/route")).load() },
          { path: "reports", lazy: async () => (await import("../reports/route")).load("all") },
          { path: "reports/:id", lazy: async () => (await import("../reports/route")).load("one") },
          { path: "erasures/:id", lazy: async () => (await import("../privacy/route")).load() },
          { path: ":plural/board", lazy: async () => (await import("../boards/route")).load() },
          { path: ":plural/:id", lazy: async () => (await import("../record/route")).load() },
          { path: "*", Component: Nowhere },
        ],
      },
    ],
  },
]);
