/** Which record's sheet is open stands in the address: `?open=<id>`, or `?open=new`. */
import { useSearchParams } from "react-router";

export function useOpened(): [string, (id: string) => void] {
  const [params, setParams] = useSearchParams();
  return [params.get("open") ?? "", (id) => setParams((now) => {
    const next = new URLSearchParams(now);
    if (id) next.set("open", id);
    else next.delete("open");
    return next;
  })];
}
