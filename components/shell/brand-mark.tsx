import { Logo } from "@/components/shell/logo";
import { lettersOn } from "@/lib/organizations/brand-color";

/** What an organization looks like: a colour as #rrggbb, and the address of a logo. */
export type BrandLook = { color: string | null; logo: string | null };

type BrandMarkProps = Partial<BrandLook> & { name: string; size?: number };

/** An organization's logo; else its initial on its colour, or our own mark. */
export function BrandMark({ name, color, logo, size = 26 }: BrandMarkProps) {
  if (logo)
    return (
      // biome-ignore lint/performance/noImgElement: a data address has nothing to be loaded later or smaller.
      <img
        src={logo}
        alt=""
        width={size}
        height={size}
        className="shrink-0 rounded-[22%] bg-white object-contain"
      />
    );
  if (!color) return <Logo size={size} />;
  return (
    <span
      aria-hidden="true"
      className="grid shrink-0 place-items-center rounded-[28%] font-semibold"
      style={{ width: size, height: size, fontSize: size * 0.55, background: color, color: lettersOn(color) }}
    >
      {Array.from(name)[0]?.toUpperCase()}
    </span>
  );
}
