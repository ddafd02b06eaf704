import type { ComponentProps } from "react";
import { ReachMark } from "@/components/telephony/reach-mark";
import { GiveExtension } from "@/components/telephony/user-extension";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";
import type { ExtensionListed, FreeExtensions } from "@/lib/telephony/queries";
import { EXTENSION_TYPE_LABELS } from "@/lib/telephony/words";

type ExtensionCardProps = Pick<ComponentProps<typeof GiveExtension>, "org" | "userId" | "name" | "give"> & {
  has: ExtensionListed | null;
  /** What they may be given; null for whoever may give them none. */
  free: FreeExtensions | null;
};

/** The extension of somebody on their page, and the way to give them one. */
export function ExtensionCard({ has, free, org, userId, name, give }: ExtensionCardProps) {
  return (
    <Card
      title="Extension"
      actions={free && <GiveExtension {...{ org, userId, name, free, give }} hasOne={has !== null} />}
    >
      {has ? (
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Link href={routes.extension(org, has.id)}>{has.number}</Link>
          <span>{EXTENSION_TYPE_LABELS[has.type]}</span>
          {has.forceLogin && <span>Forces the login</span>}
          <ReachMark extension={has} />
        </p>
      ) : (
        <p className="text-muted">{name} has none.</p>
      )}
    </Card>
  );
}
