/** Everything that every screen stands in: styles, server state, session, routes. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { RouterProvider } from "react-router";
import { client } from "../api/queries";
import * as session from "../api/session";
import { SignIn } from "../signin/SignIn";
import { SignInAgain } from "../signin/SignInAgain";
import { router } from "./routes";
import { theme } from "./theme";

function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

export function App() {
  const state = useSyncExternalStore(session.subscribe, session.current);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
      <Notifications position="bottom-left" />
      <QueryClientProvider client={client}>
        {state === "out" ? <SignIn /> : <RouterProvider router={router} />}
        {state === "ended" && <SignInAgain />}
      </QueryClientProvider>
    </MantineProvider>
  );
}
