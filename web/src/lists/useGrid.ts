/** Moving through the cells of a list by keyboard: arrows or j and k, x chooses, space looks, Enter opens or changes. */
import { type KeyboardEvent, useRef, useState } from "react";
import { useHotkeys } from "@mantine/hooks";

export interface Place { row: number; column: number }

interface Grid { rows: number; columns: number; choose: (row: number) => void; peek: (row: number) => void; edit: (place: Place) => void }

const STEPS: Record<string, [number, number]> = {
  ArrowDown: [1, 0], j: [1, 0], ArrowUp: [-1, 0], k: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1],
};

export function useGrid({ rows, columns, choose, peek, edit }: Grid) {
  const frame = useRef<HTMLDivElement>(null);
  const [at, stand] = useState<Place>({ row: 0, column: 0 });

  function goTo(row: number, column: number): void {
    const next = { row: clamp(row, rows - 1), column: clamp(column, columns) };
    stand(next);
    frame.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)?.focus();
  }

  function keys(event: KeyboardEvent): void {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step) goTo(at.row + step[0], at.column + step[1]);
    else if (event.key === "Home") goTo(at.row, 0);
    else if (event.key === "End") goTo(at.row, columns);
    else if (event.key === "x") choose(at.row);
    else if (event.key === " " && !(event.target instanceof HTMLInputElement)) peek(at.row);
    else if ((event.key === "Enter" || event.key === "F2") && at.column > 0 && onCell(event.target)) edit(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const start = () => goTo(at.row, at.column); // the first key brings the list into focus
  useHotkeys([["j", start], ["k", start], ["ArrowDown", () => document.activeElement === document.body && start(), { preventDefault: false }]]);
  return { frame, at, stand, keys, goTo };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

function onCell(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset.cell !== undefined;
}

function typing(target: EventTarget): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target.closest("[role=dialog],[role=menu],[role=listbox]") !== null;
}
