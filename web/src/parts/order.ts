/** The arithmetic of dragging in a list: where something would land, and how far its neighbours make room. */

export interface Span { top: number; bottom: number }

/** The list with one item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, place) => place !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}

/** Where an item lands that is dragged by so many pixels: past each neighbour whose middle its edge has passed. */
export function landing(spans: readonly Span[], from: number, by: number): number {
  const own = spans[from];
  if (!own) return from;
  const middle = (span: Span) => (span.top + span.bottom) / 2;
  const above = spans.filter((span, place) => place < from && own.top + by > middle(span)).length;
  const below = spans.filter((span, place) => place > from && own.bottom + by > middle(span)).length;
  return above + below;
}

/** How far the item at a place stands from where it was, while another one is on its way. */
export function offset(spans: readonly Span[], from: number, to: number, place: number): number {
  const own = spans[from];
  const next = spans[from + 1] ?? spans[from - 1];
  if (!own || !next) return 0;
  const gap = next.top > own.top ? next.top - own.bottom : own.top - next.bottom;
  const room = own.bottom - own.top + gap;
  if (place === from) return resting(spans, from, to);
  if (from < place && place <= to) return -room;
  if (to <= place && place < from) return room;
  return 0;
}

function resting(spans: readonly Span[], from: number, to: number): number {
  const own = spans[from];
  const there = spans[to];
  if (!own || !there) return 0;
  return to > from ? there.bottom - own.bottom : there.top - own.top;
}
