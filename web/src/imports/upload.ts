/** Sends a file to where the API says, and remembers it while this page is open, so that its columns can be shown. */
import { Problem } from "../api/problem";
import type { Upload } from "./types";

const files = new Map<string, File>();

export const remember = (id: string, file: File) => void files.set(id, file);
export const remembered = (id: string) => files.get(id);

export function sendFile({ url, fields }: Upload, file: File, progress: (part: number) => void): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file); // must be the last
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? done() : failed(new Problem(request.status, { code: request.status === 400 ? "too_large" : "upload" })));
    request.onerror = () => failed(new Problem(0, { code: "offline" }));
    request.open("POST", url);
    request.send(form);
  });
}
