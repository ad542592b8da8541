/** Who wrote a version; of an import also who started it, where the reader may see that. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe, useRecord } from "../api/queries";
import { useType } from "../schema/useType";
import { Person } from "../values/Show";
import { startedIn } from "./authors";

export function Author({ actor, request }: { actor: string; request: string | null }) {
  const { t } = useTranslation();
  const imports = useType("imports");
  const id = startedIn(actor, request);
  const run = useRecord("imports", imports?.permissions.read === "all" ? id : "", ""); // others' imports are not there for who reads their own
  const starter = useMe().data?.colleagues.find((each) => each.id === run.data?.owner_id)?.name;
  if (!starter) return <Person value={actor} />;
  return <Anchor component={Link} size="xs" to={`/imports/${id}`} className="isolated">{t("history.import_by", { name: starter })}</Anchor>;
}
