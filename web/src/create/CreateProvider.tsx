import { Drawer } from "@mantine/core";
import { type ReactNode, Suspense, lazy, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Waiting } from "../parts/States";
import { useLabels, useType } from "../schema/useType";
import { CreateContext } from "./useCreate";

const form = () => import("./CreateForm");
const CreateForm = lazy(async () => ({ default: (await form()).CreateForm }));
const SOON = 3000; // milliseconds: after the first screen, before anybody has decided to create something

type Values = Record<string, unknown>;

/** What was typed outlasts a sheet that is closed by Escape or a click beside it; who cancels starts anew. */
export function CreateProvider({ children }: { children: ReactNode }) {
  const [asked, ask] = useState<{ plural: string; values: Values } | null>(null);
  const typed = useRef(new Map<string, Values>());
  const creating = useMemo(() => ({ open: (plural: string, values = {}) => ask({ plural, values: { ...typed.current.get(plural), ...values } }) }), []);
  const done = (plural: string) => {
    typed.current.delete(plural);
    ask(null);
  };
  useEffect(() => {
    const timer = setTimeout(() => void form().catch(() => undefined), SOON); // it is asked for again when it is wanted
    return () => clearTimeout(timer);
  }, []);
  return (
    <CreateContext.Provider value={creating}>
      {children}
      {asked && <Sheet key={asked.plural} {...asked} keep={(values) => typed.current.set(asked.plural, values)} close={() => ask(null)} done={() => done(asked.plural)} />}
    </CreateContext.Provider>
  );
}

interface SheetProps { plural: string; values: Values; keep: (values: Values) => void; close: () => void; done: () => void }

function Sheet({ plural, values, keep, close, done }: SheetProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = useType(plural);
  return (
    <Drawer opened onClose={close} position="right" size="md" title={type ? t("create.title", { type: labels.one(type) }) : ""}
      closeButtonProps={{ "aria-label": t("close") }}>
      {type && <Suspense fallback={<Waiting rows={5} />}><CreateForm type={type} values={values} keep={keep} close={done} /></Suspense>}
    </Drawer>
  );
}
