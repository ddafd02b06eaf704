import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";

/** The sides of an organization's telephony. */
export function TelephonyTabs({
  org,
  current,
}: {
  org: string;
  current: "extensions" | "queues" | "settings";
}) {
  const tabs = [
    { label: "Extensions", href: routes.telephony(org), current: current === "extensions" },
    { label: "Queues", href: routes.queues(org), current: current === "queues" },
    { label: "Settings", href: routes.telephonySettings(org), current: current === "settings" },
  ];
  return <Tabs label="Telephony" tabs={tabs} />;
}
