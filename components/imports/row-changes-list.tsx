import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { RowChanges } from "@/lib/imports/plan/people";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** What a row changes of a person, field by field, before and after. */
export function RowChangesList({ changes: { before, after } }: { changes: RowChanges }) {
  const fields = USER_FIELDS.filter((field) => after[field] !== undefined);
  return (
    <dl className="mt-1 grid gap-1 text-muted">
      {fields.map((field) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt>{USER_FIELD_INFO[field].label}:</dt>
          <dd className="wrap-anywhere">
            <del>
              <VisuallyHidden>was </VisuallyHidden>
              {wordsFor(field, before[field])}
            </del>
            <span aria-hidden="true"> → </span>
            <ins className="no-underline">
              <VisuallyHidden>, becomes </VisuallyHidden>
              <strong>{wordsFor(field, after[field])}</strong>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function wordsFor(field: UserField, value: string | null | undefined): string {
  if (!value) return "empty";
  return field === "role" ? ROLE_LABELS[value as Role] : value;
}
