/** A text as it is read: "@Lena Vogt", while it keeps whose name that is, as `@[Lena Vogt](usr_...)`. */

export interface Piece { seen: string; kept: string }

const MENTION = /@\[([^\]\n]{1,200})\]\(usr_\w{1,40}\)/g;

export function pieces(note: string): Piece[] {
  const found: Piece[] = [];
  let last = 0;
  const words = (end: number) => end > last && found.push({ seen: note.slice(last, end), kept: note.slice(last, end) });
  for (const match of note.matchAll(MENTION)) {
    words(match.index);
    found.push({ seen: `@${match[1] ?? ""}`, kept: match[0] });
    last = match.index + match[0].length;
  }
  words(note.length);
  return found;
}

export function mention(person: { id: string; name: string }): string {
  return `@[${person.name.replace(/[[\]\n]/g, "")}](${person.id})`;
}

export function seen(note: string): string {
  return pieces(note).map((piece) => piece.seen).join("");
}
