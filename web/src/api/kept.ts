/** Where a session outlasts its page: in the tab, or for who stays signed in, in the browser, which all tabs share. */

const KEPT = "kith.refresh_token";
const LEFT = "kith.left";

/** A refresh token and whose it is; "" where that is not known yet. */
export interface Kept { who: string; token: string }

function parsed(text: string | null): Kept | null {
  if (!text) return null;
  const [token = "", who = ""] = text.split(" ");
  return { who, token };
}
const written = ({ who, token }: Kept) => (who ? `${token} ${who}` : token);

/** The tab's own session goes before the browser's. */
export function read(): Kept | null {
  return parsed(sessionStorage.getItem(KEPT)) ?? parsed(localStorage.getItem(KEPT));
}

export function remembered(): boolean {
  return sessionStorage.getItem(KEPT) === null && localStorage.getItem(KEPT) !== null;
}

export function keep(session: Kept, remember: boolean): void {
  if (remember) sessionStorage.removeItem(KEPT);
  (remember ? localStorage : sessionStorage).setItem(KEPT, written(session));
}

/** What this tab had; another person's session in the browser stays. */
export function drop(session: Kept): void {
  sessionStorage.removeItem(KEPT);
  if (parsed(localStorage.getItem(KEPT))?.token === session.token) localStorage.removeItem(KEPT);
}

/** Tell the other tabs that somebody signed out. */
export function tellLeft(who: string): void {
  localStorage.setItem(LEFT, `${who} ${Date.now()}`);
  localStorage.removeItem(LEFT);
}

/** What other tabs do: somebody left, or a session is kept in the browser (null: none any more). */
export function watch(left: (who: string) => void, changed: (now: Kept | null, before: Kept | null) => void): void {
  window.addEventListener("storage", ({ key, newValue, oldValue, storageArea }) => {
    if (storageArea !== localStorage) return;
    if (key === LEFT && newValue) left(newValue.split(" ")[0] ?? "");
    if (key === KEPT) changed(parsed(newValue), parsed(oldValue));
    if (key === null) changed(null, null); // everything was cleared
  });
}
