import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { EXTENSION_FIELD, labelOfColumn, type RowField } from "@/lib/imports/columns/column-field";
import type { RowChanges } from "@/lib/imports/plan/people";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { USER_FIELDS } from "@/lib/users/fields";

/** What a review knows of a property. */
export type ReviewProperty = Pick<Property, "id" | "name" | "type">;

type RowChangesListProps = { changes: RowChanges; properties: readonly ReviewProperty[] };

/** What a row changes of a person, field by field, before and after. */
export function RowChangesList({ changes: { before, after }, properties }: RowChangesListProps) {
  const all: RowField[] = [...USER_FIELDS, EXTENSION_FIELD, ...properties.map(({ id }) => propertyField(id))];
  const fields = all.filter((field) => after[field] !== undefined);
  return (
    <dl className="mt-1 grid gap-1 text-muted">
      {fields.map((field) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt>{labelOfColumn(field, properties)}:</dt>
          <dd className="wrap-anywhere">
            <del>
              <VisuallyHidden>was </VisuallyHidden>
              {wordsFor(field, before[field], properties)}
            </del>
            <span aria-hidden="true"> → </span>
            <ins className="no-underline">
              <VisuallyHidden>, becomes </VisuallyHidden>
              <strong>{wordsFor(field, after[field], properties)}</strong>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function wordsFor(
  field: RowField,
  value: string | null | undefined,
  properties: readonly ReviewProperty[],
): string {
  if (!value) return "empty";
  const property = properties.find(({ id }) => propertyField(id) === field);
  if (property?.type === "yesNo") return value === "true" ? "Yes" : "No";
  if (property?.type === "person") return "another person";
  return field === "role" ? ROLE_LABELS[value as Role] : value;
}
