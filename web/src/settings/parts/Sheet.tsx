/** A sheet at the right, in which one record of the configuration is made or changed. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function Sheet({ title, close, size = "md", children }: { title: string; close: () => void; size?: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={close} position="right" size={size} title={<span className="isolated">{title}</span>} closeButtonProps={{ "aria-label": t("close") }}
      styles={{ title: { fontWeight: 600 } }}>
      {children}
    </Drawer>
  );
}
