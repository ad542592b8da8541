/** How long ago or how soon, moving on while one looks; the whole date stands behind it. */
import { useNow } from "../parts/useNow";
import { useFormats } from "./formats";

export function Relative({ at }: { at: string }) {
  const formats = useFormats();
  return <time dateTime={at} title={formats.instant(at)}>{useRelative()(at)}</time>;
}

/** The words alone, for a sentence; told anew with each tick. */
export function useRelative(): (at: string) => string {
  const formats = useFormats();
  useNow();
  return (at) => formats.relative(at); // by the clock itself: what was made since the tick is not "in 5 seconds"
}
