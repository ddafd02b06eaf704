import { Alert } from "@/components/ui/alert";
import type { Failure } from "@/lib/result";
import { routes } from "@/lib/routes";

type UserFormProblemProps = { org: string; userId?: string; problem: Failure };

/** Why a form was not saved, and the way on that keeps what was typed: everything else opens beside it. */
export function UserFormProblem({ org, userId, problem }: UserFormProblemProps) {
  return (
    <Alert tone="error" live title={problem.message}>
      {problem.code === "unauthenticated" && (
        <p>
          <Beside href={routes.signIn()}>Sign in in a new tab</Beside>, come back here and save again.
        </p>
      )}
      {problem.code === "conflict" && userId && (
        <p>
          <Beside href={routes.user(org, userId)}>Look at this person as they are now</Beside> in a new tab.
        </p>
      )}
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
