/** Saved views of a list: keep what is shown under a name, change it, share it, delete it. */
import { Button, Menu, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { BookmarkPlus, Bookmark, PencilLine, Save, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRemove, useSave } from "../api/queries";
import type { ObjectType, View } from "../api/types";
import { inWords } from "../parts/States";
import type { Columns } from "./columns";
import { both } from "./conditions";
import type { ListState } from "./state";
import { type ViewValues, ViewForm } from "./ViewForm";

interface Props { type: ObjectType; state: ListState; columns: Columns }

export function ViewMenu({ type, state, columns }: Props) {
  const { t } = useTranslation();
  const [asked, ask] = useState<"new" | "edit" | null>(null);
  const save = useSave("views");
  const view = state.view;
  const changed = Boolean(view && (state.asked ?? state.columns ?? (state.sort !== (view.sort ?? "") || null)));
  const shown: ViewValues = { name: "", visibility: "private", filter: both(view?.filter ?? null, state.asked), columns: columns.needed, sort: state.sort || null };
  const plain = () => state.set({ filter: null, sort: null, columns: null, ...(type.group ? { [type.group]: null } : {}) });
  const update = () => view && save.mutate({ id: view.id, version: view.version, values: { filter: shown.filter, columns: shown.columns, sort: shown.sort } }, { onSuccess: plain, onError: told });
  return (
    <>
      {changed && view && <Button size="xs" variant="light" leftSection={<Save size={14} />} loading={save.isPending} onClick={update}>{t("views.update")}</Button>}
      <Menu position="bottom-end">
        <Menu.Target><Button size="xs" variant="default" leftSection={<Bookmark size={14} aria-hidden />}>{t("views.title")}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<BookmarkPlus size={14} />} onClick={() => ask("new")}>{t("views.save_as")}</Menu.Item>
          {changed && <Menu.Item leftSection={<Undo2 size={14} />} onClick={plain}>{t("views.reset")}</Menu.Item>}
          {view && <Menu.Item leftSection={<PencilLine size={14} />} onClick={() => ask("edit")}>{t("views.edit")}</Menu.Item>}
          {view && <Delete view={view} state={state} />}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asked !== null} onClose={() => ask(null)} size="lg" title={t(asked === "edit" ? "views.edit" : "views.save_as")} closeButtonProps={{ "aria-label": t("close") }}>
        {asked && <ViewForm key={asked} type={type} view={asked === "edit" ? view : undefined} values={asked === "edit" && view ? valuesOf(view) : shown}
          close={(id) => {
            ask(null);
            if (id) state.go(id);
          }} />}
      </Modal>
    </>
  );
}

function valuesOf({ name, visibility, filter, columns, sort }: View): ViewValues {
  return { name, visibility, filter, columns, sort };
}

function told(error: unknown): void {
  notifications.show({ message: inWords(error), color: "red" });
}

function Delete({ view, state }: { view: View; state: ListState }) {
  const { t } = useTranslation();
  const remove = useRemove("views");
  const gone = () => {
    state.go("");
    notifications.show({ message: t("deleted", { title: view.name }) });
  };
  return <Menu.Item color="red" leftSection={<Trash2 size={14} />} onClick={() => void remove.mutateAsync(view.id).then(gone, told)}>{t("views.delete")}</Menu.Item>;
}
