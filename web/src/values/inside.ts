/** Whether an input stands inside a popover: its own list of choices must open in there, or a click on it would close both. */
import { createContext } from "react";

export const Inside = createContext(false);
