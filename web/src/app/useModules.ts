/** The schema is asked for anew when the company switches objects on or off; once more when every function knows of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

export const KNOWN_AFTER = 31_000; // a function trusts what it read of the configuration for half a minute

export function useModules(off: string[] | undefined): void {
  const queries = useQueryClient();
  const before = useRef<string | undefined>(undefined);
  const now = off?.join();
  useEffect(() => {
    if (now === undefined || before.current === now) return;
    const first = before.current === undefined;
    before.current = now;
    if (first) return;
    const anew = () => void queries.invalidateQueries({ queryKey: ["schema"] });
    anew();
    const timer = setTimeout(anew, KNOWN_AFTER);
    return () => clearTimeout(timer);
  }, [now, queries]);
}
