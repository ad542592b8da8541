/** Which address shows which screen; each screen is loaded when it is first wanted. */
import { createHashRouter } from "react-router";
import { Shell } from "./Shell";
import { Broken } from "./Broken";

export const router = createHashRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      { index: true, lazy: async () => ({ Component: (await import("../home/Home")).Home }) },
      { path: "notifications", lazy: async () => ({ Component: (await import("../notifications/Notifications")).Notifications }) },
      { path: ":plural", lazy: async () => ({ Component: (await import("../lists/ListPage")).ListPage }) },
      { path: ":plural/:id", lazy: async () => ({ Component: (await import("../record/RecordPage")).RecordPage }) },
    ],
  },
]);
