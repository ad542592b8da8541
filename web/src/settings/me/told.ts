/** Which kinds are off, by the way they would be told. */
export type Off = Record<"bell" | "mail", string[]>;

export function turned(off: Off, kind: string, way: "bell" | "mail", on: boolean): Off {
  const others = off[way].filter((each) => each !== kind);
  return { ...off, [way]: on ? others : [...others, kind] };
}
