import type { ReactNode } from "react";
import { Colors } from "@/app/(development)/components/colors";
import { Controls } from "@/app/(development)/components/controls";
import { Data } from "@/app/(development)/components/data";
import { Feedback } from "@/app/(development)/components/feedback";
import { Fields } from "@/app/(development)/components/fields";
import { Frame } from "@/app/(development)/components/frame";
import { Layout } from "@/app/(development)/components/layout-parts";
import { Overlays } from "@/app/(development)/components/overlays";
import { themeIcons } from "@/components/shell/theme-icons";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";

export const metadata = { title: "Components" };

export default function ComponentsPage() {
  return (
    <main id="main" className="mx-auto max-w-6xl px-4 py-10 sm:px-8">
      <PageHeader
        title="Components"
        description={
          <>
            Every part of the interface in every state, with what it takes. The frame around pages is on{" "}
            <Link href="/components/shell">its own page</Link>.
          </>
        }
        actions={<ThemeToggle theme="system" icons={themeIcons} />}
      />
      <Group title="Colours and type">
        <Colors />
      </Group>
      <Group title="Pressing">
        <Controls />
      </Group>
      <Group title="Filling in">
        <Fields />
      </Group>
      <Group title="Data">
        <Data />
      </Group>
      <Group title="Telling">
        <Feedback />
      </Group>
      <Group title="Opening">
        <Overlays />
      </Group>
      <Group title="Arranging">
        <Layout />
      </Group>
      <Group title="The frame of pages">
        <Frame />
      </Group>
    </main>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-12">
      <h2 className="border-b border-line pb-2 text-title font-semibold">{title}</h2>
      {children}
    </section>
  );
}
