/** A colour for each state that an import can be in. */
export const COLORS: Record<string, string> = {
  waiting: "gray", previewed: "blue", queued: "blue", running: "yellow", done: "green", cancelled: "gray", failed: "red", reverting: "yellow", reverted: "gray",
};
