/** Dragging a card over the board: which column lies below, a copy of the card that follows, scrolling at the edges. */
import { type PointerEvent as ReactPointer, type RefObject, useEffect, useRef, useState } from "react";
import type { Rec } from "../api/types";
import { follow, type Point } from "./press";

const EDGE = 56; // pixels from the edge where the board begins to scroll

export interface Dragged { record: Rec; from: string; width: number }

export function useDrag(board: RefObject<HTMLElement | null>, ghost: RefObject<HTMLElement | null>, drop: (record: Rec, from: string, to: string) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const [over, setOver] = useState("");
  const live = useRef(false);
  const giveUp = useRef<() => void>(() => undefined);

  useEffect(() => {
    const here = board.current;
    const still = (event: TouchEvent) => {
      if (live.current) event.preventDefault(); // no scrolling under a card that is held
    };
    here?.addEventListener("touchmove", still, { passive: false });
    return () => {
      here?.removeEventListener("touchmove", still);
      giveUp.current();
    };
  }, [board]);

  function grab(event: ReactPointer<HTMLElement>, record: Rec, from: string): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const box = event.currentTarget.getBoundingClientRect();
    const start = { x: event.clientX, y: event.clientY };
    const offset = { x: start.x - box.left, y: start.y - box.top };
    let at: Point = start;
    let frame = 0;
    const glide = () => {
      scrollAtEdge(board.current, at.x);
      setOver(columnAt(board.current, at.x));
      if (ghost.current) ghost.current.style.transform = `translate(${at.x - offset.x}px, ${at.y - offset.y}px) rotate(1.5deg)`;
      frame = requestAnimationFrame(glide);
    };
    giveUp.current = follow(start, event.pointerType === "touch", {
      begun: () => {
        live.current = true;
        setDragged({ record, from, width: box.width });
        frame = requestAnimationFrame(glide);
      },
      moved: (to) => (at = to),
      ended: (where) => {
        live.current = false;
        cancelAnimationFrame(frame);
        setDragged(null);
        setOver("");
        const to = where && columnAt(board.current, where.x);
        if (to) drop(record, from, to);
      },
    });
  }

  return { dragged, over, grab };
}

/** Columns are told by their place from left to right: one may drop anywhere above or below their cards. */
function columnAt(board: HTMLElement | null, x: number): string {
  const columns = [...(board?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
  const found = columns.find((each) => {
    const box = each.getBoundingClientRect();
    return x >= box.left && x <= box.right;
  });
  return found?.dataset.column ?? "";
}

function scrollAtEdge(board: HTMLElement | null, x: number): void {
  if (!board) return;
  const box = board.getBoundingClientRect();
  if (x > box.right - EDGE) board.scrollLeft += 10;
  if (x < box.left + EDGE) board.scrollLeft -= 10;
}
