/** What waits until a press of the pointer has ended: a screen that moves in between takes the button away from under it. */

let pressed = false;

window.addEventListener("mousedown", () => (pressed = true), true); // fingers too: browsers tell of a tap by these
window.addEventListener("mouseup", () => (pressed = false), true);

/** Runs at once where nothing is pressed, else when it is let go, just before the click. */
export function afterPress(run: () => void): void {
  if (pressed) window.addEventListener("mouseup", run, { once: true, capture: true });
  else run();
}
