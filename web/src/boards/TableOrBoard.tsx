/** The same records as a table or as a board; shown where the type has a board. */
import { SegmentedControl, VisuallyHidden } from "@mantine/core";
import { Kanban, Table2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { ObjectType } from "../api/types";
import { columnField } from "./board";

export function TableOrBoard({ type, shown }: { type: ObjectType; shown: "table" | "board" }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [params] = useSearchParams();
  if (!columnField(type)) return null;
  const filter = params.get("filter");
  const rest = filter ? `?${new URLSearchParams({ filter }).toString()}` : "";
  return (
    <SegmentedControl size="xs" aria-label={t("board.shown")} value={shown} onChange={(to) => void go(`/${type.plural}${to === "board" ? "/board" : ""}${rest}`)}
      data={[
        { value: "table", label: <><Table2 size={14} aria-hidden style={{ display: "block" }} /><VisuallyHidden>{t("board.table")}</VisuallyHidden></> },
        { value: "board", label: <><Kanban size={14} aria-hidden style={{ display: "block" }} /><VisuallyHidden>{t("board.board")}</VisuallyHidden></> },
      ]} />
  );
}
