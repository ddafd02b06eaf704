import { Figure } from "@/components/overview/status-card";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

type ImportsCardProps = { all: number; waiting: number; href: string; waitingHref: string };

/** How many imports there are, and how many of them wait for somebody. */
export function ImportsCard({ all, waiting, href, waitingHref }: ImportsCardProps) {
  return (
    <Card title="Imports" description="Of all time">
      {all === 0 ? (
        <div className="grid justify-items-start gap-3">
          <p className="text-muted">Nobody has imported a file yet.</p>
          <Button href={href}>Import users</Button>
        </div>
      ) : (
        <dl className="grid text-dense">
          <Line label="In all" count={all} href={href} />
          <Line label="Waiting for approval" count={waiting} href={waitingHref} />
        </dl>
      )}
    </Card>
  );
}

const Line = ({ label, count, href }: { label: string; count: number; href: string }) => (
  <div className="flex justify-between border-t border-line py-1.5 first:border-0">
    <dt>{label}</dt>
    <dd>
      <Figure count={count} href={href} of={`Imports, ${label}`} />
    </dd>
  </div>
);
