/** Where a long word may break: an address at its @ and dots, a link at its slashes; never in the middle of a name. */
const LONG = 16;

export function piecesOf(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)/).flatMap((word) => (word.includes("@") || word.length > LONG ? word.split(/(?<=[@._/-])(?=[^@._/-])/) : [word]));
}
