import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { isOfRow } from "@/lib/imports/typed/issues";
import type { Failure } from "@/lib/result";
import { routes } from "@/lib/routes";

type TypedProblemProps = {
  org: string;
  importId: string;
  problem: Failure;
  /** Rows with something wrong by now, and rows in which nothing is known to be. */
  wrong: number;
  right: number;
  showFirst: () => void;
  leaveOut: () => void;
};

/** Why nothing was created, and the ways on. Everything typed stays where it is. */
export function TypedProblem({
  org,
  importId,
  problem,
  wrong,
  right,
  showFirst,
  leaveOut,
}: TypedProblemProps) {
  const { issues = [] } = problem;
  const isAboutRows = issues.some(isOfRow);
  return (
    <Alert
      tone="error"
      live
      title={problem.message}
      actions={
        isAboutRows &&
        wrong > 0 && (
          <>
            <Button size="sm" onClick={showFirst}>
              Go to the first one
            </Button>
            {right > 0 && (
              <Button size="sm" onClick={leaveOut}>
                {`Go on with ${formatCount(right)}, leave ${formatCount(wrong)} out`}
              </Button>
            )}
          </>
        )
      }
    >
      {problem.code === "unauthenticated" && (
        <p>
          <Beside href={routes.signIn()}>Sign in in a new tab</Beside>, come back here and press again.
        </p>
      )}
      {issues.length === 0 && (problem.code === "conflict" || problem.code === "unavailable") && (
        <p>
          <Beside href={routes.import(org, importId)}>Open their import</Beside> in a new tab, if there is
          one.
        </p>
      )}
      {isAboutRows && <p>Each cell says what is wrong with it.</p>}
    </Alert>
  );
}

function Beside({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-link">
      {children}
    </a>
  );
}
