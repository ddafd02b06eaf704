"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type AddDomainProps = {
  org: string;
  add: (org: string, given: { name: string }) => Promise<Result<unknown>>;
};

/** Adds a domain, which then says how it is proven. */
export function AddDomain({ org, add }: AddDomainProps) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function send() {
    if (isBusy) return;
    setBusy(true);
    const result = await answered(add(org, { name }), { isTyped: true });
    setBusy(false);
    if (!result.ok) return setProblem(result.error.issues?.[0]?.message ?? result.error.message);
    setProblem(undefined);
    setName("");
    toast({ title: `${name.trim()} is added. Prove it next.` });
  }

  return (
    <div className="mt-6 max-w-2xl">
      <Card
        title="Add a domain"
        description="You get a value for its DNS. Until the DNS shows it, the domain does nothing here."
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <FormBody>
            <div className="grid gap-4">
              <Field label="Domain" hint="Such as example.com" error={problem} required>
                {(control) => (
                  <TextInput
                    {...control}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                    inputMode="url"
                    autoComplete="off"
                    autoCapitalize="none"
                    spellCheck={false}
                    maxLength={260}
                  />
                )}
              </Field>
              <div>
                <Button type="submit" pending={isBusy}>
                  Add domain
                </Button>
              </div>
            </div>
          </FormBody>
        </form>
      </Card>
    </div>
  );
}
