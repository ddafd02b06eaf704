import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = { name: string; stop: () => Promise<void> };

/** Says on every page through whose eyes it is looked at. */
export function ViewingNote({ name, stop }: Props) {
  return (
    <div className="mb-5">
      <Alert
        tone="warning"
        title={`You see what ${name} sees`}
        actions={
          <form action={stop}>
            <SubmitButton variant="secondary" size="sm">
              Stop
            </SubmitButton>
          </form>
        }
      >
        Nothing can be changed until you stop. What you may not see yourself is left out.
      </Alert>
    </div>
  );
}
