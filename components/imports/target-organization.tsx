"use client";

import { useRouter } from "next/navigation";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { routes } from "@/lib/routes";

type Props = { current: string; organizations: { slug: string; name: string }[] };

/** Which organization the people will belong to. */
export function TargetOrganization({ current, organizations }: Props) {
  const router = useRouter();
  return (
    <Field label="Import into" hint="The organization that these people will belong to.">
      {(control) => (
        <Select
          {...control}
          className="max-w-sm"
          value={current}
          options={organizations.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(event) => router.push(routes.imports(event.target.value))}
        />
      )}
    </Field>
  );
}
