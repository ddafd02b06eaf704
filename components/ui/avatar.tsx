import { initials } from "@/components/ui/initials";

type AvatarProps = { name: string; size?: "sm" | "md" | "lg" };

/** The initials of a name in a disc. Decoration: the name itself stands beside it. */
export function Avatar({ name, size = "md" }: AvatarProps) {
  return (
    <span className="initials" data-size={size} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
