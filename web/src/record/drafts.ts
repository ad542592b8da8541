/** Notes that are being written, kept on this device: each under its writer, so that nobody reads another's. */

const KEPT = "kith.note.";

export function draftKey(writer: string, record: string): string {
  return `${KEPT}${writer}.${record}`;
}

/** The writer's own; those of all where it is not known who signed out. */
export function dropDrafts(writer: string | undefined): void {
  const start = writer ? draftKey(writer, "") : KEPT;
  for (const key of Object.keys(localStorage)) if (key.startsWith(start)) localStorage.removeItem(key);
}
