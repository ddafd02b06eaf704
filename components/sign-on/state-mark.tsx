import { Badge } from "@/components/ui/badge";
import { STATE_LABELS, type State } from "@/lib/sso/provider";

/** What a provider is for, as a word and a shape. */
export function SignOnState({ state }: { state: State }) {
  if (state === "draft") return <Badge>{STATE_LABELS.draft}</Badge>;
  return (
    <Badge tone={state === "required" ? "success" : "info"} shape="check">
      {STATE_LABELS[state]}
    </Badge>
  );
}
