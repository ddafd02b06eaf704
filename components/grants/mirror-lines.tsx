import { Checkbox } from "@/components/ui/checkbox";
import type { GrantLine } from "@/lib/permissions/grants";
import type { Mirror } from "@/lib/permissions/grants-schema";

type Props = {
  name: string;
  lines: GrantLine[];
  /** The groups that they are in by a rule. */
  byRule: string[];
  grants: Mirror;
  choose: (grants: Mirror) => void;
};

/** What a mirrored person has, each line to be left out; what the chooser may not give is left out already. */
export function MirrorLines({ name, lines, byRule, grants, choose }: Props) {
  if (lines.length + byRule.length === 0)
    return <p className="text-muted">{name} has nothing by hand beyond their own account.</p>;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">Taken over from {name}</legend>
      {lines.map(({ key, label, allowed }) => (
        <Checkbox
          key={key}
          label={label}
          hint={allowed ? null : "More than you hold: left out."}
          disabled={!allowed}
          checked={!grants.without.includes(key)}
          onChange={(event) =>
            choose({
              ...grants,
              without: event.target.checked
                ? grants.without.filter((each) => each !== key)
                : [...grants.without, key],
            })
          }
        />
      ))}
      {byRule.map((group) => (
        <Checkbox
          key={group}
          label={`Group “${group}”`}
          hint="By its rule: it takes in whom it asks for, and nobody else."
          disabled
          checked={false}
          readOnly
        />
      ))}
    </fieldset>
  );
}
