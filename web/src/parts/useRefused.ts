/** After a refusal a form shows what is wrong, wherever one has scrolled to: the first wrong input, else the message. */
import { type RefObject, useEffect, useRef } from "react";

const UNFOLDED = 260; // milliseconds until inputs that were folded away stand in their place

/** To be put on the form; `error` is its last refusal, null once it is sent again. */
export function useRefused(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!error) return;
    let left: Element | null = null; // who has gone on meanwhile is not called back
    const again = () => form.current && document.activeElement === left && show(form.current);
    const first = () => {
      if (form.current) show(form.current);
      left = document.activeElement;
    };
    const timers = [setTimeout(first, 0), setTimeout(again, UNFOLDED)];
    return () => timers.forEach(clearTimeout);
  }, [error]);
  return form;
}

export function show(form: HTMLElement): void {
  const found = form.querySelector<HTMLElement>("[aria-invalid=true]") ?? form.querySelector<HTMLElement>("[role=alert]");
  if (!found || document.activeElement === found) return found?.scrollIntoView({ block: "center" });
  if (found.tabIndex < 0) found.tabIndex = -1; // a message is no input: it takes the focus this once
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center" });
}
