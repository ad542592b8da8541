import { Drawer } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLabels, useType } from "../schema/useType";
import { CreateForm } from "./CreateForm";
import { CreateContext } from "./useCreate";

export function CreateProvider({ children }: { children: ReactNode }) {
  const [asked, ask] = useState<{ plural: string; values: Record<string, unknown> } | null>(null);
  const creating = useMemo(() => ({ open: (plural: string, values = {}) => ask({ plural, values }) }), []);
  return (
    <CreateContext.Provider value={creating}>
      {children}
      {asked && <Sheet key={asked.plural} {...asked} close={() => ask(null)} />}
    </CreateContext.Provider>
  );
}

function Sheet({ plural, values, close }: { plural: string; values: Record<string, unknown>; close: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = useType(plural);
  return (
    <Drawer opened onClose={close} position="right" size="md" title={type ? t("create.title", { type: labels.one(type) }) : ""}
      closeButtonProps={{ "aria-label": t("close") }}>
      {type && <CreateForm type={type} values={values} close={close} />}
    </Drawer>
  );
}
