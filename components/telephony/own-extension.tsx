import { ReachMark } from "@/components/telephony/reach-mark";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { OwnExtension } from "@/lib/telephony/own-queries";
import { EXTENSION_TYPE_HINTS, EXTENSION_TYPE_LABELS } from "@/lib/telephony/words";

/** Somebody's own extension: under which number they are called, and whether a call would reach them now. */
export function OwnExtensionCard({ own: { extension, address, server, queues } }: { own: OwnExtension }) {
  const { number, type, forceLogin, voicemail } = extension;
  return (
    <Card title="Your extension" description="The number that others in your organization call you on.">
      <DescriptionList
        items={[
          { term: "Number", detail: <span className="font-medium tabular-nums">{number}</span> },
          { term: "Now", detail: <ReachMark extension={extension} /> },
          { term: "Type", detail: `${EXTENSION_TYPE_LABELS[type]}. ${EXTENSION_TYPE_HINTS[type]}` },
          ...(address
            ? [{ term: "SIP address", detail: <span className="wrap-anywhere">{address}</span> }]
            : []),
          ...(server ? [{ term: "Server", detail: <span className="wrap-anywhere">{server}</span> }] : []),
          ...(type === "sip"
            ? [
                {
                  term: "Phone",
                  detail: extension.hasSecret ? "Set up" : "Not set up yet: ask an admin for its secret.",
                },
              ]
            : []),
          {
            term: "Calls",
            detail: forceLogin
              ? "Only while you are signed in here."
              : "Whether you are signed in here or not.",
          },
          { term: "Voicemail", detail: voicemail ? "On" : "Off" },
          ...(queues.length > 0 ? [{ term: "Queues", detail: queues.map(inWords).join(", ") }] : []),
        ]}
      />
    </Card>
  );
}

const inWords = ({ name, number, paused }: OwnExtension["queues"][number]) =>
  `${name} (${number})${paused ? ", paused" : ""}`;
