import { cx } from "@/components/ui/cx";
import { initials } from "@/components/ui/initials";

type AvatarProps = { name: string; size?: "sm" | "md" | "lg" };

/** The initials of a name in a disc. Decoration: the name itself stands beside it. */
export function Avatar({ name, size = "md" }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-grid shrink-0 place-items-center rounded-full border border-line bg-base-300 font-semibold select-none",
        sizes[size],
      )}
    >
      {initials(name)}
    </span>
  );
}

const sizes = { sm: "size-6 text-[0.625rem]", md: "size-8 text-xs", lg: "size-12 text-base" };
