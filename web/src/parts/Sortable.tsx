/** A list that is put in order by dragging a handle: with the mouse, a finger, or the keyboard (space, arrows, space). */
import { VisuallyHidden } from "@mantine/core";
import { GripVertical } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Span, landing, offset } from "./order";
import classes from "./Sortable.module.css";

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T, place: number) => string;
  nameOf: (item: T) => string;
  move: (from: number, to: number) => void;
  children: (item: T, handle: ReactNode, place: number) => ReactNode;
  gap?: number;
}

interface Drag { from: number; to: number; by: number | null; start: number; spans: Span[] }

export function Sortable<T>({ items, keyOf, nameOf, move, children, gap = 8 }: Props<T>) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [told, tell] = useState("");
  const [focused, focus] = useState("");
  const words = (key: string, place: number) => tell(t(`sort.${key}`, { name: nameOf(items[place] as T), place: place + 1, count: items.length }));

  useEffect(() => {
    if (!focused) return;
    [...(list.current?.querySelectorAll<HTMLElement>("[data-key]") ?? [])].find((each) => each.dataset.key === focused)?.focus();
  }, [focused, items]);

  const begin = (from: number, by: number | null, start = 0) => {
    const spans = [...(list.current?.children ?? [])].map((each) => each.getBoundingClientRect());
    setDrag({ from, to: from, by, start, spans });
  };
  const end = (kept: boolean) => {
    if (!drag) return;
    if (kept && drag.to !== drag.from) move(drag.from, drag.to);
    const item = items[drag.from];
    if (drag.by === null && item) focus(keyOf(item, drag.from));
    tell(t(kept ? "sort.dropped" : "sort.left", { name: item ? nameOf(item) : "", place: drag.to + 1, count: items.length }));
    setDrag(null);
  };

  const keys = (event: KeyboardEvent, place: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (drag) return end(true);
      begin(place, null);
      words("lifted", place);
    } else if (drag && event.key === "Escape") {
      event.stopPropagation();
      end(false);
    } else if (drag && step) {
      event.preventDefault();
      const to = Math.min(items.length - 1, Math.max(0, drag.to + step));
      setDrag({ ...drag, to });
      tell(t("sort.over", { place: to + 1, count: items.length }));
    }
  };
  const down = (event: PointerEvent<HTMLElement>, place: number) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begin(place, 0, event.clientY);
  };
  const drawn = (event: PointerEvent) => {
    if (drag?.by == null) return;
    const by = event.clientY - drag.start;
    setDrag({ ...drag, by, to: landing(drag.spans, drag.from, by) });
  };

  const handle = (item: T, place: number) => (
    <button type="button" className={classes.handle} data-key={keyOf(item, place)} aria-label={t("sort.handle", { name: nameOf(item) })}
      aria-pressed={drag?.from === place} title={t("sort.keys")} onKeyDown={(event) => keys(event, place)} onPointerDown={(event) => down(event, place)}
      onPointerMove={drawn} onPointerUp={() => end(true)} onPointerCancel={() => end(false)} onBlur={() => drag?.by === null && end(false)}>
      <GripVertical size={16} aria-hidden />
    </button>
  );
  const shift = (place: number) => (!drag ? 0 : place === drag.from && drag.by !== null ? drag.by : offset(drag.spans, drag.from, drag.to, place));
  return (
    <>
      <ul ref={list} className={classes.list} style={{ gap }} data-dragging={drag ? true : undefined}>
        {items.map((item, place) => (
          <li key={keyOf(item, place)} data-lifted={drag?.from === place || undefined} style={{ transform: drag ? `translateY(${shift(place)}px)` : undefined }}>
            {children(item, handle(item, place), place)}
          </li>
        ))}
      </ul>
      <VisuallyHidden aria-live="assertive">{told}</VisuallyHidden>
    </>
  );
}
