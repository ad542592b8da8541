/** Moving a card by keyboard: Space picks it up, arrows choose the column, Space puts it down, Escape gives up. */
import { type KeyboardEvent, useState } from "react";
import type { Rec } from "../api/types";

export interface Held { record: Rec; from: string; over: string }

interface Wiring {
  options: string[];
  may: (record: Rec) => boolean;
  drop: (record: Rec, from: string, to: string) => void;
  say: (what: "held" | "over" | "dropped" | "given_up" | "locked", record: Rec, column: string) => void;
}

export function useKeys({ options, may, drop, say }: Wiring) {
  const [held, hold] = useState<Held | null>(null);

  function pick(record: Rec, from: string): void {
    if (!may(record)) return say("locked", record, from);
    hold({ record, from, over: from });
    say("held", record, from);
  }

  function put(now: Held): void {
    hold(null);
    say(now.over === now.from ? "given_up" : "dropped", now.record, now.over);
    drop(now.record, now.from, now.over);
  }

  function step(now: Held, by: number): void {
    const over = options[options.indexOf(now.over) + by];
    if (!over) return;
    hold({ ...now, over });
    say("over", now.record, over);
    document.querySelector(`[data-column="${CSS.escape(over)}"]`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  function letGo(): void {
    if (!held) return;
    hold(null);
    say("given_up", held.record, held.from);
  }

  function keys(event: KeyboardEvent<HTMLElement>, record: Rec, from: string): void {
    const now = held?.record.id === record.id ? held : null;
    const act: Record<string, (() => void) | undefined> = now
      ? { " ": () => put(now), Enter: () => put(now), ArrowLeft: () => step(now, -1), ArrowRight: () => step(now, 1), ArrowUp: () => undefined, ArrowDown: () => undefined, Escape: letGo }
      : { " ": () => pick(record, from), ArrowLeft: () => go(event, -1, 0), ArrowRight: () => go(event, 1, 0), ArrowUp: () => go(event, 0, -1), ArrowDown: () => go(event, 0, 1) };
    const found = event.ctrlKey || event.metaKey || event.altKey ? undefined : act[event.key];
    if (!found) return;
    event.preventDefault();
    found();
  }

  return { held, keys, letGo };
}

/** To the card beside or below; empty columns are passed over. */
function go(event: KeyboardEvent<HTMLElement>, across: number, down: number): void {
  const columns = [...document.querySelectorAll("[data-column]")].map((each) => [...each.querySelectorAll<HTMLElement>("[data-card]")]);
  const x = columns.findIndex((cards) => cards.includes(event.currentTarget));
  const y = columns[x]?.indexOf(event.currentTarget) ?? 0;
  let next = x + across;
  while (across && columns[next]?.length === 0) next += across;
  const cards = columns[next];
  cards?.[down ? y + down : Math.min(y, cards.length - 1)]?.focus();
}
