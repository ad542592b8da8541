/** Keys that work on every screen: one letter, or g and one letter. Never while somebody types. */
import { useEffect, useRef } from "react";

export type Shortcuts = Record<string, () => void>;

const WAIT = 1200; // milliseconds for the second key

export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = "";
    let at = 0;
    function pressed(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || busy(event.target)) return;
      const key = event.key.toLowerCase();
      const both = Date.now() - at < WAIT ? `${first} ${key}` : key;
      const run = latest.current[both] ?? latest.current[key];
      first = key;
      at = Date.now();
      if (!run) return;
      event.preventDefault();
      first = "";
      run();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Typing, or inside of something that has keys of its own. */
function busy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) && (target as HTMLInputElement).type !== "checkbox"
    || target.closest("[role=dialog],[role=menu],[role=listbox]") !== null;
}
