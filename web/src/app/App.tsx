/** Everything that every screen stands in: styles, server state, session, routes. */
import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { client } from "../api/queries";
import * as session from "../api/session";
import { forget as forgetDefined } from "../api/defined";
import { forget as forgetOwn } from "../api/own";
import type { Me } from "../api/types";
import { dropDrafts } from "../record/drafts";
import { SignIn } from "../signin/SignIn";
import { SignInAgain } from "../signin/SignInAgain";
import { router } from "./routes";
import { theme } from "./theme";

function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

/** Nothing that one person read or typed is left for the next; drafts outlast all but one's own sign-out. */
function forget(left: boolean): void {
  if (left) dropDrafts(client.getQueryData<Me>(["me"])?.id);
  client.clear();
  forgetOwn();
  forgetDefined();
}

export function App() {
  const { t, i18n } = useTranslation();
  const state = useSyncExternalStore(session.subscribe, session.current);
  const spoken = useMemo(() => mergeThemeOverrides(theme, {
    components: { Notification: { defaultProps: { closeButtonProps: { "aria-label": t("close") } } } },
  }), [t, i18n.language]); // eslint-disable-line react-hooks/exhaustive-deps -- the words change with the language
  const before = useRef(state);
  useEffect(() => {
    if (state === "out") forget(before.current === "in"); // a tab that was signed out from the start is no sign-out
    before.current = state;
  }, [state]);
  return (
    <MantineProvider theme={spoken} defaultColorScheme="auto" getStyleNonce={nonce}>
      <Notifications position="bottom-left" />
      <QueryClientProvider client={client}>
        {state === "out" ? <SignIn /> : <RouterProvider router={router} />}
        {state === "ended" && <SignInAgain />}
      </QueryClientProvider>
    </MantineProvider>
  );
}
