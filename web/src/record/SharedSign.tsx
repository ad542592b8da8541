/** Says that a record is there by a share, and whether to read or to change; who may change it is told with whom it is shared. */
import { Tooltip, VisuallyHidden } from "@mantine/core";
import { UserPlus, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import type { Me, Rec } from "../api/types";
import { type Share, sharesOf } from "../schema/useMay";
import classes from "./record.module.css";

const BOTH = { hover: true, focus: true, touch: true };

export function SharedSign({ record }: { record: Rec }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const given = (record.shares as Share[] | null | undefined) ?? [];
  if (!me || !given.length) return null;
  const mine = record.owner_id === me.id ? [] : sharesOf(record, me);
  const Icon = mine.length ? Users : UserPlus;
  const names = named(given, me);
  const words = mine.length ? (mine.some((each) => each.access === "write") ? t("shared.write") : t("shared.read"))
    : names ? t("shared.with", { names }) : t("shared.with_some", { count: given.length });
  return <Tooltip label={words} events={BOTH}><span className={classes.shared}><Icon size={13} aria-hidden /><VisuallyHidden>{words}</VisuallyHidden></span></Tooltip>;
}

/** With whom, by name; nothing where somebody among them is not known to this person. */
function named(given: Share[], me: Me): string {
  const known = new Map([...me.colleagues, ...me.teams].map((each) => [each.id, each.name]));
  return given.every((each) => known.has(each.to)) ? given.map((each) => known.get(each.to)).join(", ") : "";
}
