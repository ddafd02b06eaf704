import { ChaseSheet } from "@/components/messages/chase-sheet";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { TextInput } from "@/components/ui/text-input";
import { type Audience, CHASE_DAYS_MAX } from "@/lib/messages/audience";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  action: string;
  /** Where those are written to whose invitation has lapsed. */
  lapsedHref: string;
  /** Counts for how many a sheet of codes can be made. */
  countForSheet: (org: string, audience: Audience) => Promise<Result<number>>;
};

const FORM = "chase";

/** The way to those who were invited and never came. */
export function ChaseCard({ org, action, lapsedHref, countForSheet }: Props) {
  return (
    <Card
      title="Chase those who have not activated"
      description="People who were invited so long ago and whose accounts nobody has opened yet get a new link, by e-mail, by SMS, or as a QR code on a printed sheet. You see how many they are before anything is sent."
    >
      <div className="flex flex-wrap items-end gap-3">
        <form id={FORM} action={action} method="get" className="flex flex-wrap items-end gap-3">
          <Field label="Invited at least how many days ago">
            {(control) => (
              <TextInput
                {...control}
                name="invited"
                type="number"
                inputMode="numeric"
                min={0}
                max={CHASE_DAYS_MAX}
                defaultValue={3}
                required
                className="max-w-28"
              />
            )}
          </Field>
          <Button type="submit">Find them</Button>
        </form>
        <ChaseSheet org={org} form={FORM} count={countForSheet} />
      </div>
      <p className="mt-4 text-dense">
        <Link href={lapsedHref}>Resend to everybody whose invitation has lapsed</Link>
      </p>
    </Card>
  );
}
