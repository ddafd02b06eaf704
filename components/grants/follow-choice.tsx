import type { Mirror } from "@/lib/permissions/grants-schema";

type Props = { name: string; grants: Mirror; choose: (grants: Mirror) => void };

/** Whether what a mirrored person has is copied once, or follows what they come to have. */
export function FollowChoice({ name, grants, choose }: Props) {
  const { follow: _, ...once } = grants;
  const ways: { label: string; hint: string; grants: Mirror }[] = [
    { label: "Copy once", hint: "Theirs from then on, whatever becomes of the other.", grants: once },
    {
      label: `Follow ${name}`,
      hint: "Groups and single permissions that they get or lose later come and go here, too, as far as you may give them now. Role and access profile are copied once.",
      grants: { ...once, follow: true },
    },
  ];
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">For how long</legend>
      {ways.map((way) => (
        <label key={way.label} className="flex items-start gap-2.5">
          <input
            type="radio"
            name="follow"
            className="radio radio-sm mt-px"
            checked={(grants.follow ?? false) === (way.grants.follow ?? false)}
            onChange={() => choose(way.grants)}
          />
          <span className="min-w-0">
            {way.label}
            <span className="block text-dense text-muted">{way.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
