/** A place to drop a file, or to choose one. */
import { Text } from "@mantine/core";
import { FileCheck2, UploadCloud } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../values/formats";
import classes from "./imports.module.css";

const KINDS = ".csv,.tsv,.txt,.xlsx,.vcf,.vcard,text/csv,text/vcard";

export function Dropzone({ file, choose, error }: { file: File | null; choose: (file: File) => void; error?: string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) choose(dropped);
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div>
      <label htmlFor={id} className={classes.drop} data-over={over || undefined} data-wrong={error ? true : undefined} onDrop={drop} onDragOver={drag} onDragLeave={() => setOver(false)}>
        {file ? <FileCheck2 size={26} aria-hidden /> : <UploadCloud size={26} aria-hidden />}
        <Text fw={600} size="sm" component="span" className="isolated">{file ? file.name : t("imports.drop")}</Text>
        <Text size="xs" c="dimmed" component="span">{file ? t("imports.size", { size: formats.number(Math.max(1, Math.round(file.size / 1024))) }) : t("imports.kinds")}</Text>
        <input id={id} type="file" accept={KINDS} className={classes.file} aria-describedby={error ? `${id}-wrong` : undefined}
          onChange={(event) => event.currentTarget.files?.[0] && choose(event.currentTarget.files[0])} />
      </label>
      {error && <Text id={`${id}-wrong`} size="xs" c="var(--mantine-color-error)" mt={4}>{error}</Text>}
    </div>
  );
}
