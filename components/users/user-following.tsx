"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { Link } from "@/components/ui/link";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Props = {
  org: string;
  userId: string;
  name: string;
  source: { id: string; name: string };
  /** Since when and by whom, in words. */
  since: string;
  /** False where nothing more comes by it, because whoever set it up may not give it any more. */
  goesOn: boolean;
  mayChange: boolean;
  stop: (org: string, given: { userId: string; keep: boolean }) => Promise<Result<null>>;
};

const STOP_ID = "stop-following";

/** Whom a person follows, and how that ends. */
export function UserFollowing({ org, userId, name, source, since, goesOn, mayChange, stop }: Props) {
  async function end(form: FormData) {
    const result = await answered(stop(org, { userId, keep: form.get("keep") === "yes" }));
    if (!result.ok) return result.error.message;
    toast({ title: `${name} follows nobody any more` });
    return null;
  }

  return (
    <div className="mb-3 grid gap-2 border-b border-line pb-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          Follows <Link href={routes.user(org, source.id)}>{source.name}</Link>
          <p className="text-dense text-muted">{since}</p>
          {!goesOn && (
            <p className="text-dense text-warning">
              Nothing more comes by it: whoever set it up may not give these rights any more.
              {mayChange && ` To have it go on, mirror ${source.name} again.`}
            </p>
          )}
        </div>
        {mayChange && (
          <Button size="sm" variant="ghost" {...opens(STOP_ID)}>
            Stop following
          </Button>
        )}
      </div>
      {mayChange && (
        <ConfirmDialog
          id={STOP_ID}
          title={`Should ${name} stop following ${source.name}?`}
          confirmLabel="Stop following"
          action={end}
        >
          <RadioGroup
            legend="What came by it"
            name="keep"
            defaultValue="yes"
            options={[
              {
                value: "yes",
                label: "They keep it",
                hint: "Groups and single permissions stay as they are.",
              },
              { value: "no", label: "They lose it", hint: "What they have otherwise stays." },
            ]}
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
