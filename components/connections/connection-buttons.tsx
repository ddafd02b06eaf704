"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Act<Input, T = unknown> = (org: string, input: Input) => Promise<Result<T>>;
type Ofit = { connectionId: string };

type ConnectionButtonsProps = {
  org: string;
  id: string;
  name: string;
  isImported: boolean;
  isPaused: boolean;
  people: string;
  listHref: string;
  actions: {
    test: Act<Ofit, { people: number | null }>;
    start: Act<Ofit & { full: boolean }>;
    pause: Act<Ofit>;
    resume: Act<Ofit>;
    remove: Act<Ofit>;
  };
};

const REMOVE = "remove-connection";

/** What one can do with a connection at once. */
export function ConnectionButtons({
  org,
  id,
  name,
  isImported,
  isPaused,
  people,
  listHref,
  actions,
}: ConnectionButtonsProps) {
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const connectionId = id;

  async function act<T>(which: string, asked: Promise<Result<T>>, words: (value: T) => string) {
    setPending(which);
    const result = await answered(asked);
    setPending(null);
    setProblem(result.ok ? null : result.error.message);
    if (result.ok) toast({ title: words(result.value) });
  }

  const test = () =>
    act("test", actions.test(org, { connectionId }), ({ people: count }) =>
      count === null
        ? "The directory answers."
        : `The directory answers: it has ${count.toLocaleString("en")} users.`,
    );
  const start = (full: boolean) =>
    act(full ? "full" : "start", actions.start(org, { connectionId, full }), () =>
      isImported
        ? "Synchronizing has begun."
        : "The directory is being read. The preview comes as an import.",
    );

  return (
    <div className="mb-6 grid gap-3">
      <div className="flex flex-wrap gap-2">
        {!isPaused && (
          <Button variant="primary" pending={pending === "start"} onClick={() => void start(false)}>
            {isImported ? "Synchronize now" : "Preview"}
          </Button>
        )}
        <Button pending={pending === "test"} onClick={() => void test()}>
          Test the connection
        </Button>
        {isImported && !isPaused && (
          <Button pending={pending === "full"} onClick={() => void start(true)}>
            Read everybody anew
          </Button>
        )}
        {isPaused ? (
          <Button
            variant="primary"
            pending={pending === "resume"}
            onClick={() =>
              void act("resume", actions.resume(org, { connectionId }), () => "The connection goes on.")
            }
          >
            Let it go on
          </Button>
        ) : (
          <Button
            pending={pending === "pause"}
            onClick={() =>
              void act("pause", actions.pause(org, { connectionId }), () => "The connection is paused.")
            }
          >
            Pause
          </Button>
        )}
        <Button variant="quiet-danger" {...opens(REMOVE)}>
          Remove
        </Button>
      </div>
      {problem && (
        <Alert tone="error" live>
          {problem}
        </Alert>
      )}
      <ConfirmDialog
        id={REMOVE}
        title={`Remove ${name}?`}
        confirmLabel="Remove connection"
        action={async () => {
          const result = await answered(actions.remove(org, { connectionId }));
          if (!result.ok) return result.error.message;
          router.push(listHref);
          return undefined;
        }}
      >
        <p>{people} that it brought stay as they are, and follow the directory no more.</p>
      </ConfirmDialog>
    </div>
  );
}
