/** What stands in a file's columns, read from the file itself where it is at hand and a text; for the eye alone. */
const HEAD = 60_000; // bytes that are looked at
const ROWS = 3;

export type Samples = Record<string, string[]>;

export async function samplesOf(file: File, columns: string[]): Promise<Samples> {
  const text = decoded(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  if (text === null || /^\s*BEGIN:VCARD/i.test(text)) return {};
  const rows = [",", ";", "\t", "|"].map((each) => cells(text, each)).find((found) => headOf(found, columns) >= 0) ?? [];
  const head = headOf(rows, columns);
  const names = rows[head] ?? [];
  return Object.fromEntries(names.map((name, place) => [name.trim(), filled(rows.slice(head + 1), place)]));
}

function filled(rows: string[][], place: number): string[] {
  return rows.flatMap((row) => row[place]?.trim() || []).slice(0, ROWS);
}

/** The row that holds the columns' names; some programs put lines before it. */
function headOf(rows: string[][], columns: string[]): number {
  const wanted = columns.filter(Boolean).slice(0, 3);
  return rows.slice(0, 20).findIndex((row) => wanted.length > 0 && wanted.every((name) => row.some((cell) => cell.trim() === name)));
}

function decoded(bytes: Uint8Array): string | null {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  if (bytes.includes(0)) return null; // a workbook, or no text at all
  const utf8 = new TextDecoder("utf-8").decode(bytes);
  return utf8.slice(0, -3).includes("\ufffd") ? new TextDecoder("windows-1252").decode(bytes) : utf8;
}

/** RFC 4180, forgiving; the last row may be cut off. */
export function cells(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const close = () => {
    rows[rows.length - 1]?.push(cell);
    cell = "";
  };
  for (let place = 0; place < text.length; place++) {
    const char = text[place] ?? "";
    if (quoted && char === '"' && text[place + 1] === '"') cell += text[++place];
    else if (char === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (quoted) cell += char;
    else if (char === separator) close();
    else if (char === "\n") {
      close();
      rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  close();
  return rows;
}
