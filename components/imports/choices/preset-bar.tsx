"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { Preset } from "@/lib/imports/presets/queries";
import type { Result } from "@/lib/result";

export type PresetActions = {
  take: (presetId: string) => Promise<Result<unknown>>;
  save: (name: string) => Promise<Result<unknown>>;
  rename: (presetId: string, name: string) => Promise<Result<unknown>>;
  remove: (presetId: string) => Promise<Result<unknown>>;
};

/** Choices that were kept by a name, the last used one first, and the keeping of these. */
export function PresetBar({ presets, actions }: { presets: Preset[]; actions: PresetActions }) {
  const router = useRouter();
  const [presetId, setPresetId] = useState(presets[0]?.id ?? "");
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const chosen = presets.find(({ id }) => id === presetId) ?? presets[0];

  function act(run: () => Promise<Result<unknown>>) {
    if (pending) return;
    startTransition(async () => {
      const result = await answered(run());
      setProblem(result.ok ? null : (result.error.issues?.[0]?.message ?? result.error.message));
      if (result.ok) setName("");
      router.refresh();
    });
  }

  return (
    <details className="rounded-box border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium">
        Presets{chosen && <span className="font-normal text-muted"> · last used: {chosen.name}</span>}
      </summary>
      <div className="grid gap-3 py-2 sm:grid-cols-2">
        {chosen && (
          <div className="grid content-start gap-2">
            <Field
              label="Preset"
              hint="All choices below, and what is done with people who are here already."
            >
              {(control) => (
                <Select
                  {...control}
                  value={chosen.id}
                  options={presets.map(({ id, name: label }) => ({ value: id, label }))}
                  onChange={(event) => setPresetId(event.target.value)}
                />
              )}
            </Field>
            {chosen.rights.length > 0 && (
              <Alert tone="warning" title="It gives new people more than their own account">
                {chosen.rights.join(", ")}
                {chosen.savedBy && `. ${chosen.savedBy} saved it so`}.
              </Alert>
            )}
            <div className="flex flex-wrap gap-2">
              <Button size="sm" pending={pending} onClick={() => act(() => actions.take(chosen.id))}>
                Use it
              </Button>
              <Button
                size="sm"
                variant="ghost"
                aria-disabled={name.trim() === "" || pending}
                onClick={() => name.trim() !== "" && act(() => actions.rename(chosen.id, name))}
              >
                Rename to the name given
              </Button>
              <Button size="sm" variant="ghost" onClick={() => act(() => actions.remove(chosen.id))}>
                Remove
              </Button>
            </div>
          </div>
        )}
        <div className="grid content-start gap-2">
          <Field label="Name" hint="A preset of this name takes the choices over.">
            {(control) => (
              <TextInput
                {...control}
                value={name}
                maxLength={80}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <div>
            <Button
              size="sm"
              aria-disabled={name.trim() === "" || pending}
              onClick={() => name.trim() !== "" && act(() => actions.save(name))}
            >
              Save these choices
            </Button>
          </div>
        </div>
        {problem && (
          <div className="sm:col-span-2">
            <Alert tone="error" live>
              {problem}
            </Alert>
          </div>
        )}
      </div>
    </details>
  );
}
