/** Whether a press is the second of a double click: what stands under the pointer by then may be another thing than what was meant. */
import type { SyntheticEvent } from "react";

export function isSecond({ nativeEvent }: SyntheticEvent): boolean {
  return nativeEvent instanceof UIEvent && nativeEvent.detail > 1;
}
