"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { formatCount } from "@/components/ui/format";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type UnlinkPersonProps = {
  org: string;
  id: string;
  linked: number;
  unlink: (org: string, given: { id: string; username: string }) => Promise<Result<unknown>>;
};

/** Takes one person's link away, such as when the provider has made them anew. */
export function UnlinkPerson({ org, id, linked, unlink }: UnlinkPersonProps) {
  const [username, setUsername] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function send() {
    if (isBusy) return;
    setBusy(true);
    const result = await answered(unlink(org, { id, username }), { isTyped: true });
    setBusy(false);
    if (!result.ok) return setProblem(result.error.issues?.[0]?.message ?? result.error.message);
    setProblem(undefined);
    setUsername("");
    toast({ title: `${username.trim()} is linked no more` });
  }

  return (
    <Card
      title="Linked people"
      description="A link goes with the provider’s own name for somebody. Where the provider has made a person anew, take the earlier link away: the next sign-in finds them by their address again."
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
            <p>
              <strong className="tabular-nums">{formatCount(linked)}</strong>{" "}
              {linked === 1 ? "person is" : "people are"} linked.
            </p>
            <Field label="Username" error={problem}>
              {(control) => (
                <TextInput
                  {...control}
                  value={username}
                  onChange={(event) => setUsername(event.target.value)}
                  inputMode="email"
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              )}
            </Field>
            <div>
              <Button type="submit" pending={isBusy}>
                Take the link away
              </Button>
            </div>
          </div>
        </FormBody>
      </form>
    </Card>
  );
}
