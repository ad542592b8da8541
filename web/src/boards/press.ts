/** A press that becomes a drag: by mouse or pen as soon as it moves, by finger once it has rested, so that the board can still be scrolled. */
const FAR = 6; // pixels
const REST = 260; // milliseconds

export interface Point { x: number; y: number }
export interface Told { begun: () => void; moved: (at: Point) => void; ended: (at: Point | null) => void }

/** Follows one pointer until it is let go; `ended(null)` where the drag was given up. Answers how to give it up. */
export function follow(start: Point, touch: boolean, told: Told): () => void {
  let at = start;
  let live = false;
  const timer = touch ? window.setTimeout(begin, REST) : 0;
  const heard: [string, (event: never) => void][] = [["pointermove", move], ["pointerup", up], ["pointercancel", giveUp], ["keydown", key], ["contextmenu", menu]];
  heard.forEach(([name, listener]) => window.addEventListener(name, listener as EventListener));

  function begin(): void {
    live = true;
    told.begun();
    told.moved(at);
  }

  function move(event: PointerEvent): void {
    at = { x: event.clientX, y: event.clientY };
    if (live) return told.moved(at);
    if (Math.hypot(at.x - start.x, at.y - start.y) <= FAR) return;
    if (touch) finish(null); // a finger that moves at once scrolls
    else begin();
  }

  function up(): void {
    finish(at);
  }

  function giveUp(): void {
    finish(null);
  }

  function key(event: KeyboardEvent): void {
    if (event.key === "Escape" && live) finish(null);
  }

  function menu(event: Event): void {
    if (touch) event.preventDefault();
  }

  function finish(where: Point | null): void {
    window.clearTimeout(timer);
    heard.forEach(([name, listener]) => window.removeEventListener(name, listener as EventListener));
    if (!live) return;
    live = false;
    swallowClick();
    told.ended(where);
  }

  return giveUp;
}

/** Letting go is no click on what lies below. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
}
