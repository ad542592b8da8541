/** A note as its writer sees it: "@Lena Vogt", while the note itself keeps whose name that is, as `@[Lena Vogt](usr_...)`. */

import { pieces, seen } from "../parts/mention";

/** The note after its writer made `text` of what they saw, with the cursor there. A name that they changed is only text from then on. */
export function rewritten(note: string, text: string, cursor: number): string {
  if (text === seen(note)) return note;
  const { head, from, tail } = change(seen(note), text, cursor);
  const [first, second] = [[] as string[], [] as string[]];
  let start = 0;
  for (const piece of pieces(note)) {
    const end = start + piece.seen.length;
    if (end <= head) first.push(piece.kept);
    else if (start >= from) second.push(piece.kept);
    else {
      first.push(piece.seen.slice(0, Math.max(0, head - start)));
      second.push(piece.seen.slice(Math.max(0, from - start)));
    }
    start = end;
  }
  return [...first, text.slice(head, text.length - tail), ...second].join("");
}

/** What stayed at both ends; `from` is where the end began. Between equal letters the cursor tells which are new. */
function change(before: string, text: string, cursor: number): { head: number; from: number; tail: number } {
  const most = Math.min(before.length, text.length);
  const [near, far] = [text.length - cursor, most].map((limit) => {
    const tail = shared(Math.min(most, limit), (at) => before.at(-1 - at) === text.at(-1 - at));
    return { head: shared(most - tail, (at) => before[at] === text[at]), from: before.length - tail, tail };
  }) as [ReturnType<typeof change>, ReturnType<typeof change>];
  return near.head + near.tail < far.head + far.tail ? far : near;
}

function shared(most: number, same: (at: number) => boolean): number {
  let count = 0;
  while (count < most && same(count)) count += 1;
  return count;
}

/** A place in what is seen as a place in the note; one within a name is before or after all of it. */
export function placeIn(note: string, at: number, within: "before" | "after"): number {
  let [seenTo, keptTo] = [0, 0];
  for (const { seen, kept } of pieces(note)) {
    if (at <= seenTo) break;
    if (at < seenTo + seen.length) return keptTo + (seen === kept ? at - seenTo : within === "after" ? kept.length : 0);
    seenTo += seen.length;
    keptTo += kept.length;
  }
  return keptTo;
}
