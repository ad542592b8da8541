/** Says that a record is there by a share, and whether to read or to change. */
import { Tooltip, VisuallyHidden } from "@mantine/core";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Rec } from "../api/types";
import { sharesOf } from "../schema/useMay";
import classes from "./record.module.css";

export function SharedSign({ record }: { record: Rec }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const shares = me && record.owner_id !== me.id ? sharesOf(record, me) : [];
  if (!shares.length) return null;
  const words = shares.some((each) => each.access === "write") ? t("shared.write") : t("shared.read");
  return <Tooltip label={words}><span className={classes.shared}><Users size={13} aria-hidden /><VisuallyHidden>{words}</VisuallyHidden></span></Tooltip>;
}
