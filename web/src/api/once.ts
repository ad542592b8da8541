/** A write that is asked for twice at once, as by a double click, is one write. */

const DOUBLE_CLICK = 1000; // milliseconds in which somebody who presses twice means it once
const underWay = new Map<string, Promise<unknown>>();

/** `lasting`: also just after it succeeded, while the form that asked for it still closes. */
export function once<T>(what: string, lasting: boolean, write: () => Promise<T>): Promise<T> {
  const same = underWay.get(what);
  if (same) return same as Promise<T>;
  const now = write();
  const over = () => void (underWay.get(what) === now && underWay.delete(what));
  underWay.set(what, now);
  now.then(() => (lasting ? void setTimeout(over, DOUBLE_CLICK) : over()), over);
  return now;
}
