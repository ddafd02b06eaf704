import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";

/** The pages about messages. */
export function MessageTabs({ org, current }: { org: string; current: "ledger" | "templates" }) {
  return (
    <Tabs
      label="Messages"
      tabs={[
        { label: "Sent and waiting", href: routes.messages(org), current: current === "ledger" },
        { label: "Templates", href: routes.messageTemplates(org), current: current === "templates" },
      ]}
    />
  );
}
