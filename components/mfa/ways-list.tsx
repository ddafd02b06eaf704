import type { ReactNode } from "react";
import { dayInWords, timeInWords } from "@/components/ui/dates";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon-names";
import type { Way } from "@/lib/mfa/queries";
import { METHOD_LABELS, type MethodKind } from "@/lib/mfa/words";

const ICONS: Record<MethodKind, IconName> = { totp: "shield-check", passkey: "key-round", sms: "phone" };

type WaysListProps = {
  ways: Way[];
  /** Under the name of a way. */
  below?: (way: Way) => ReactNode;
  /** Beside it. */
  actions?: (way: Way) => ReactNode;
};

/** The ways of somebody's second step. */
export function WaysList({ ways, below, actions }: WaysListProps) {
  return (
    <ul className="divide-y divide-line">
      {ways.map((way) => (
        <li key={way.id} className="flex flex-wrap items-start gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0">
          <span className="pt-0.5 text-muted">
            <Icon name={ICONS[way.kind]} size={18} />
          </span>
          <div className="min-w-0 flex-1">
            <p className="font-medium wrap-anywhere">
              {way.name}
              {way.phone && <span className="font-normal text-muted"> to {way.phone}</span>}
            </p>
            <p className="text-dense text-muted">
              {way.kind === "passkey" && `${METHOD_LABELS.passkey}. `}
              Added on {dayInWords(way.createdAt)}.{" "}
              {way.lastUsedAt ? `Last used on ${timeInWords(way.lastUsedAt)}.` : "Not used yet."}
            </p>
            {below?.(way)}
          </div>
          {actions?.(way)}
        </li>
      ))}
    </ul>
  );
}
