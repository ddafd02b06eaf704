import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import type { Waiting } from "@/lib/imports/waiting";
import { routes } from "@/lib/routes";

/** Tells whoever may import that somebody has prepared something for them, and leads there. */
export function WaitingNotice({ org, waiting: { count, first } }: { org: string; waiting: Waiting }) {
  if (!first) return null;
  const href = count === 1 ? routes.import(org, first.id) : routes.imports(org, { show: "waiting" });
  return (
    <div className="mb-5">
      <Alert
        tone="warning"
        title={
          count === 1
            ? `${first.by} has prepared an import and asks you to approve it`
            : `${formatCount(count)} imports wait for your approval`
        }
        actions={
          <Button href={href} size="sm">
            {count === 1 ? `Look at ${first.fileName}` : "Look at them"}
          </Button>
        }
      >
        Nothing of {count === 1 ? "it" : "them"} is imported before you, or another admin, have looked at the
        rows and pressed Import.
      </Alert>
    </div>
  );
}
