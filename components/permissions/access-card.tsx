import { ReasonList } from "@/components/permissions/reason-list";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Link } from "@/components/ui/link";
import { permissionAreas } from "@/lib/permissions/areas";
import type { Explained } from "@/lib/permissions/explain";
import { routes } from "@/lib/routes";

/** What a person may do, folded by areas, and what gives it to them. */
export function AccessCard({ org, explained }: { org: string; explained: Explained[] }) {
  const areas = permissionAreas(explained.map(({ permission }) => permission));
  const reasons = new Map(explained.map((each) => [each.permission, each.reasons]));
  return (
    <Card
      title="What this person may do"
      description="And all that gives it to them. Each leads to everybody who may do the same."
    >
      <div className="grid gap-2">
        {areas.map((area) => (
          <details key={area.label} className="rounded-box border border-line px-3.5 py-2.5">
            <summary className="cursor-pointer font-medium">
              {area.label} <Count value={area.permissions.length} />
            </summary>
            <ul className="mt-2.5 grid gap-2.5">
              {area.permissions.map(({ value, label }) => (
                <li key={value}>
                  <Link href={routes.permission(org, value)}>{label}</Link>
                  <div className="text-dense text-muted">
                    <ReasonList reasons={reasons.get(value) ?? []} />
                  </div>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </Card>
  );
}
