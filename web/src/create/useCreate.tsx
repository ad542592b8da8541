/** Quick create from anywhere: a sheet over the page that stands. */
import { createContext, useContext } from "react";

export interface Creating {
  open: (plural: string, values?: Record<string, unknown>) => void;
}

export const CreateContext = createContext<Creating>({ open: () => undefined });

export function useCreate(): Creating {
  return useContext(CreateContext);
}
