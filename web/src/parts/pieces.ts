/** Where a long word may break: an address at its @ and dots, a link at its slashes; never in the middle of a name. */
const LONG = 16;
const SHORT = 4; // a piece that would stand forlorn on a line of its own

export function piecesOf(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)/).flatMap((word) => (word.includes("@") || word.length > LONG ? joined(word.split(/(?<=[@._/-])(?=[^@._/-])/)) : [word]));
}

/** Short pieces stay with the one before, the first with the one after. */
function joined(pieces: string[]): string[] {
  return pieces.reduce<string[]>((found, piece) => {
    const last = found.at(-1);
    return last !== undefined && (piece.length <= SHORT || last.length <= SHORT) ? [...found.slice(0, -1), last + piece] : [...found, piece];
  }, []);
}
