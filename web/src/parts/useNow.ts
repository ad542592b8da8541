/** The time, moving on by itself while the page is visible; the same for all who show it. */
import { useSyncExternalStore } from "react";

const TICK = 15_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  listeners.forEach((each) => each());
}

function start(): void {
  timer = setInterval(tick, TICK);
  document.addEventListener("visibilitychange", tick);
  tick(); // nobody moved it while nobody looked
}

function stop(): void {
  clearInterval(timer);
  timer = undefined;
  document.removeEventListener("visibilitychange", tick);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) start();
  return () => {
    listeners.delete(listener);
    if (!listeners.size) stop();
  };
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
