/** Single letters that do something on this page; not while one writes, nor while a dialog is open. */
import { useWindowEvent } from "@mantine/hooks";

export function useLetters(letters: Record<string, (() => void) | false>): void {
  useWindowEvent("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const writing = at instanceof HTMLInputElement && at.type !== "radio" && at.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey || writing || at?.closest("textarea, select, [contenteditable], [role=dialog]")) return;
    const act = letters[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
