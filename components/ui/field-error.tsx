import { Mark } from "@/components/ui/mark";

/** The words about a wrong value; nothing when there is none. */
export function FieldError({ id, errors }: { id?: string; errors: string[] }) {
  if (errors.length === 0) return null;
  return (
    <ul id={id} className="grid gap-0.5 text-dense text-error">
      {errors.map((error) => (
        <li key={error} className="flex gap-1.5">
          <Mark shape="cross" className="mt-[0.1875rem]" />
          <span>{error}</span>
        </li>
      ))}
    </ul>
  );
}
