/** Colours of parts, apart from each other in light and dark; more parts than these share the last. */
const COLORS = ["teal", "indigo", "yellow", "pink", "cyan", "orange", "grape", "lime"];

export function color(place: number): string {
  return place < COLORS.length ? `var(--mantine-color-${COLORS[place]}-6)` : "var(--mantine-color-gray-5)";
}
