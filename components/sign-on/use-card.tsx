"use client";

import { ConfirmButton } from "@/components/services/confirm-button";
import { SignOnState } from "@/components/sign-on/state-mark";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import type { Result } from "@/lib/result";
import { STATES, type State } from "@/lib/sso/provider";

type UseCardProps = {
  org: string;
  id: string;
  name: string;
  version: number;
  state: State;
  isTried: boolean;
  /** The domains whose people it is for. */
  domains: string[];
  people: number;
  /** Who still gets in with a password. */
  keepers: string[];
  choose:
    | ((org: string, given: { id: string; version: number; state: State }) => Promise<Result<unknown>>)
    | null;
};

const BUTTON: Record<State, string> = {
  draft: "Stop using it",
  offered: "Offer it beside passwords",
  required: "Require it",
};

/** Whether people may come by a provider, or have to. Says first who can sign in otherwise. */
export function UseCard(props: UseCardProps) {
  const { org, id, name, version, state, isTried, choose } = props;
  return (
    <Card
      title="Use"
      description="Whom the sign-in page leads to the provider is decided by the domain of their username."
    >
      <div className="grid gap-4">
        <p>
          <SignOnState state={state} />
        </p>
        {choose && (
          <div className="flex flex-wrap gap-2">
            {STATES.filter((to) => to !== state && (to !== "required" || isTried)).map((to) => (
              <ConfirmButton
                key={to}
                id={`sign-on-${to}`}
                button={BUTTON[to]}
                title={TITLE[to](name)}
                confirmLabel={BUTTON[to]}
                destructive={to === "required"}
                done={DONE[to](name)}
                action={() => choose(org, { id, version, state: to })}
              >
                <Consequence to={to} {...props} />
              </ConfirmButton>
            ))}
          </div>
        )}
        {choose && !isTried && state !== "required" && (
          <p className="text-muted">To require it, try it first.</p>
        )}
      </div>
    </Card>
  );
}

const TITLE: Record<State, (name: string) => string> = {
  draft: (name) => `Stop using “${name}”?`,
  offered: (name) => `Offer “${name}” beside passwords?`,
  required: (name) => `Require “${name}” of everybody?`,
};
const DONE: Record<State, (name: string) => string> = {
  draft: (name) => `“${name}” is not in use any more`,
  offered: (name) => `“${name}” is offered`,
  required: (name) => `“${name}” is required`,
};

function Consequence({ to, name, domains, people, keepers }: UseCardProps & { to: State }) {
  if (to === "draft")
    return (
      <p>People sign in with their passwords. Whoever has none asks for one by “Forgot your password?”.</p>
    );
  if (to === "offered")
    return (
      <p>
        Whoever types a username at {domains.join(", ")} is offered {name}. Passwords go on working.
      </p>
    );
  return (
    <>
      <p>
        Of {formatCount(people)} people everybody signs in by {name} alone: no password, passkey, PIN or
        activation link lets them in. Whoever is signed in now stays so until that session ends.
      </p>
      {keepers.length > 0 ? (
        <p>
          Still able to sign in with a password and a second step: <strong>{keepers.join(", ")}</strong>.
        </p>
      ) : (
        <p>
          Nobody is chosen to keep a password, so this will be refused: choose one on the page before this
          one.
        </p>
      )}
    </>
  );
}
