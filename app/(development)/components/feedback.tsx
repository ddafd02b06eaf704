import { Line, Specimen } from "@/app/(development)/components/specimen";
import { ToastDemo } from "@/app/(development)/components/toast-demo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { Steps } from "@/components/ui/steps";

export function Feedback() {
  return (
    <>
      <Specimen
        name="Alert"
        from="@/components/ui/alert"
        props={{
          tone: "Tone, default info",
          title: "ReactNode",
          children: "ReactNode",
          actions: "ReactNode",
          live: "boolean: it appears while the page is open (role alert for errors, else status)",
        }}
      >
        <div className="grid gap-3">
          <Alert>Changes save by themselves.</Alert>
          <Alert tone="success" title="482 people were added">
            Their invitations are on the way. <Link href="/components">Follow them</Link>.
          </Alert>
          <Alert tone="warning" title="The directory has changed since this plan was made">
            3 rows would now do something else.
          </Alert>
          <Alert
            tone="error"
            title="This file was not imported"
            actions={
              <>
                <Button size="sm">Download the errors</Button>
                <Button size="sm" variant="ghost">
                  Choose another file
                </Button>
              </>
            }
          >
            18 of 1,000 rows are wrong, and you chose to refuse the file if any is.
          </Alert>
          <Alert tone="neutral">Nothing needs doing.</Alert>
        </div>
      </Specimen>
      <Specimen
        name="EmptyState"
        from="@/components/ui/empty-state"
        props={{
          icon: "ReactNode, 20 px",
          title: "string",
          children: "the next step, in a sentence",
          actions: "buttons that take it",
        }}
      >
        <EmptyState
          icon={<Icon name="users" size={20} />}
          title="No people yet"
          actions={
            <>
              <Button>Add one person</Button>
              <Button variant="primary">Import a file</Button>
            </>
          }
        >
          <p>Import the list you have, in any layout, or add people one at a time.</p>
        </EmptyState>
      </Specimen>
      <Specimen
        name="Progress"
        from="@/components/ui/progress"
        note="Counts of what is really done."
        props={{ label: "string", done: "number", total: "number", unit: "string, plural" }}
      >
        <div className="grid gap-5">
          <Progress label="Importing" done={62_400} total={100_000} unit="rows" />
          <Progress label="Waiting to start" done={0} total={100_000} unit="rows" />
          <Progress label="Imported" done={100_000} total={100_000} unit="rows" />
        </div>
      </Specimen>
      <Specimen
        name="Steps"
        from="@/components/ui/steps"
        props={{
          label: "string: names the way",
          steps: "{ label, href? }[]: href leads back",
          current: "index from 0; the number of steps when all are done",
        }}
      >
        <div className="grid gap-5">
          <Steps label="Import" current={2} steps={importSteps} />
          <Steps label="Import, done" current={5} steps={importSteps} />
        </div>
      </Specimen>
      <Specimen
        name="Skeleton"
        from="@/components/ui/skeleton"
        props={{ lines: "number up to 8, default 3", label: "string for screen readers" }}
      >
        <Skeleton />
      </Specimen>
      <Specimen
        name="Toaster, toast()"
        from="@/components/ui/toaster, @/components/ui/toast"
        note="Toaster is in the root layout and fetches its code with the first message. For what must not be missed use Alert."
        props={{ "toast({ title, description?, tone? })": "from client code" }}
      >
        <Line>
          <ToastDemo />
        </Line>
      </Specimen>
    </>
  );
}

const importSteps = [
  { label: "Choose", href: "/components" },
  { label: "Match", href: "/components" },
  { label: "Review" },
  { label: "Import" },
  { label: "Result" },
];
