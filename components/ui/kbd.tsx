import { cx } from "@/components/ui/cx";

type KbdProps = {
  /** Keys joined by `+`; `mod` is Command on a Mac and Control elsewhere. */
  keys: string;
  className?: string;
};

/** The keys that do the same. Screen readers hear them from `aria-keyshortcuts` on the control. */
export function Kbd({ keys, className }: KbdProps) {
  return (
    <span className={cx("inline-flex gap-0.5", className)} aria-hidden="true">
      {keys.split("+").map((key) => (
        <kbd key={key} className="kbd">
          {key === "mod" ? (
            <>
              <span className="only-mac">⌘</span>
              <span className="not-mac">Ctrl</span>
            </>
          ) : (
            (names[key] ?? key.toUpperCase())
          )}
        </kbd>
      ))}
    </span>
  );
}

const names: Record<string, string> = { enter: "Enter", esc: "Esc", shift: "⇧", up: "↑", down: "↓" };
