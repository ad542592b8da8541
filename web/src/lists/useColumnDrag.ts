/** Dragging a column's head to another place, with the mouse or a finger. */
import { type PointerEvent, useRef, useState } from "react";

const FAR = 6; // pixels before a press is a drag, so that a click still sorts

export interface ColumnDrag { from: number; to: number }

export function useColumnDrag(move: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  const latest = useRef<ColumnDrag | null>(null);

  function begin(event: PointerEvent, from: number): void {
    if (event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls
    const row = event.currentTarget.closest("tr");
    const start = event.clientX;
    const drawn = (now: globalThis.PointerEvent) => {
      if (!latest.current && Math.abs(now.clientX - start) < FAR) return;
      latest.current = { from, to: landing(row, now.clientX, from) };
      setDrag(latest.current);
    };
    const end = () => {
      window.removeEventListener("pointermove", drawn);
      window.removeEventListener("pointerup", end);
      const last = latest.current;
      latest.current = null;
      setDrag(null);
      if (!last) return;
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
      if (last.to !== last.from) move(last.from, last.to);
    };
    window.addEventListener("pointermove", drawn);
    window.addEventListener("pointerup", end);
  }

  const dropped = (place: number) => (!drag || drag.to === drag.from || drag.to !== place ? undefined : drag.to < drag.from ? "before" : "after");
  return { begin, dropped } as const;
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

function landing(row: Element | null, x: number, from: number): number {
  const heads = [...(row?.querySelectorAll<HTMLElement>("[data-place]") ?? [])];
  const over = heads.findIndex((each) => x < each.getBoundingClientRect().right);
  return over < 0 ? heads.length - 1 : Number(heads[over]?.dataset.place ?? from);
}
