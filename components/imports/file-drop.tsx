"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useDropzone } from "react-dropzone";
import type { Preview } from "@/components/imports/preview";
import { sendFile } from "@/components/imports/upload";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Progress } from "@/components/ui/progress";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Props = {
  org: string;
  bytesMax: number;
  /** The limits in words. */
  limits: string;
  open: (org: string, file: { name: string; sizeBytes: number }) => Promise<Result<{ id: string }>>;
};

type Sending = { file: File; importId: string | null; sentBytes: number; preview: Preview | null };

const PREVIEW_BYTES = 64 * 1024;

/** Takes a file by dropping or picking it, says at once what is in it, sends it, and goes on to its import. */
export function FileDrop({ org, bytesMax, limits, open }: Props) {
  const router = useRouter();
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<string | null>(null);
  const busy = sending !== null && error === null;
  const ready = useHydrated();

  async function send(file: File, earlierId: string | null) {
    setError(null);
    setSending({ file, importId: earlierId, sentBytes: 0, preview: null });
    void lookInto(file).then(
      (preview) => setSending((now) => (now?.file === file ? { ...now, preview } : now)),
      // What cannot be shown beforehand, the import says.
      () => undefined,
    );
    try {
      const importId = earlierId ?? (await openImport(file));
      setSending((now) => now && { ...now, importId });
      await sendFile(routes.importFile(importId, org), file, ({ sentBytes }) =>
        setSending((now) => now && { ...now, sentBytes }),
      );
      router.push(routes.import(org, importId));
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
  }

  async function openImport(file: File): Promise<string> {
    if (file.size > bytesMax) throw new Error(`${file.name} is too large. Limits: ${limits}.`);
    const opened = await open(org, { name: file.name, sizeBytes: file.size });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value.id;
  }

  const {
    getRootProps,
    getInputProps,
    isDragActive,
    open: pick,
  } = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    disabled: busy,
    onDrop: ([file]) => {
      if (file) void send(file, null);
      else setError("Drop one file at a time.");
    },
  });

  return (
    <div className="grid gap-4">
      <div
        {...getRootProps()}
        className={cx(
          "grid justify-items-center gap-2 rounded-box border-2 border-dashed px-6 py-12 text-center",
          isDragActive ? "border-primary bg-primary/6" : "border-control/60",
        )}
      >
        <input {...getInputProps({ "aria-label": "File to import" })} />
        <Icon name="file-up" size={20} className="text-muted" />
        <p className="text-base font-semibold">{isDragActive ? "Drop it here" : "Drop a file here"}</p>
        <p className="text-muted">
          An Excel (.xlsx, .xls) or OpenDocument (.ods) workbook, or CSV with commas, semicolons, tabs or bars
          between its cells, in any usual encoding.
        </p>
        <Button variant="primary" onClick={pick} disabled={!ready} aria-disabled={busy} className="mt-2">
          Choose a file
        </Button>
        <p className="mt-1 text-dense text-muted">At most {limits}.</p>
      </div>
      <div aria-live="polite" className="grid gap-4">
        {sending && !error && (
          <div className="grid gap-2">
            <Progress
              label={`Sending ${sending.file.name}`}
              done={Math.round(sending.sentBytes / 1024)}
              total={Math.max(1, Math.round(sending.file.size / 1024))}
              unit="kB"
            />
            {sending.preview && (
              <div className="grid gap-1 text-dense text-muted">
                <p>{sending.preview.columns}</p>
                <p>{sending.preview.matches}</p>
              </div>
            )}
          </div>
        )}
        {error && (
          <Alert
            tone="error"
            live
            title="This file was not taken"
            actions={
              sending && (
                <Button size="sm" onClick={() => void send(sending.file, sending.importId)}>
                  Try again
                </Button>
              )
            }
          >
            {error}
          </Alert>
        )}
      </div>
    </div>
  );
}

/** The reader of first lines comes when there are some: most who see this page bring no file. */
async function lookInto(file: File): Promise<Preview | null> {
  const { previewOf } = await import("@/components/imports/preview");
  const bytes = await file.slice(0, PREVIEW_BYTES).arrayBuffer();
  return previewOf(new Uint8Array(bytes), file.size <= PREVIEW_BYTES);
}
