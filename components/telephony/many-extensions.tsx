"use client";

import { useState } from "react";
import { ExtensionKind } from "@/components/telephony/extension-kind";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes, opens } from "@/components/ui/invoker";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Failure, Result } from "@/lib/result";
import type { ExtensionType } from "@/lib/telephony/words";

type Given = { first: string; count: number; type: ExtensionType; voicemail: boolean; forceLogin: boolean };

type ManyExtensionsProps = {
  org: string;
  make: (org: string, given: Given) => Promise<Result<{ made: number; from: string; to: string }>>;
};

const ID = "many-extensions";

/** Makes many extensions of a kind at once. */
export function ManyExtensions({ org, make }: ManyExtensionsProps) {
  const [given, setGiven] = useState({
    first: "",
    count: "10",
    type: "sip" as ExtensionType,
    voicemail: false,
    forceLogin: false,
  });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (some: Partial<typeof given>) => setGiven((last) => ({ ...last, ...some }));
  const problemOf = (field: string) => failure?.issues?.find(({ path }) => path === field)?.message;

  async function send() {
    if (busy) return;
    setBusy(true);
    const made = await answered(make(org, { ...given, count: Number(given.count) }), { isTyped: true });
    setBusy(false);
    setFailure(made.ok ? null : made.error);
    if (!made.ok) return;
    closeDialog(ID);
    const { made: count, from, to } = made.value;
    toast({
      title:
        count === 1 ? `Extension ${from} is made` : `${count} extensions are made, from ${from} to ${to}`,
    });
  }

  return (
    <>
      <Button {...opens(ID)}>Many at once</Button>
      <Dialog id={ID} title="Make many extensions" lightDismiss={false}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div className="grid gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label="How many" hint="At most 1,000." required error={problemOf("count")}>
                {(control) => (
                  <TextInput
                    {...control}
                    value={given.count}
                    onChange={(event) => set({ count: event.target.value })}
                    inputMode="numeric"
                    maxLength={6}
                  />
                )}
              </Field>
              <Field
                label="From number"
                hint="Blank: the first free one."
                optional
                error={problemOf("first")}
              >
                {(control) => (
                  <TextInput
                    {...control}
                    value={given.first}
                    onChange={(event) => set({ first: event.target.value })}
                    inputMode="numeric"
                    maxLength={20}
                  />
                )}
              </Field>
            </div>
            <ExtensionKind {...given} change={set} />
            <Checkbox
              label="Voicemail"
              checked={given.voicemail}
              onChange={(event) => set({ voicemail: event.target.checked })}
            />
            {failure && (
              <Alert tone="error" live>
                {failure.message}
              </Alert>
            )}
          </div>
          <DialogActions>
            <Button variant="ghost" {...closes(ID)}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" pending={busy}>
              Make extensions
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
