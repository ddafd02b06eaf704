import type { ComponentProps } from "react";
import { IssuePin } from "@/components/credentials/issue-pin";
import { ActivationLink } from "@/components/users/activation-link";
import { ConfirmChange } from "@/components/users/confirm-change";
import type { UserAction } from "@/components/users/possible-actions";
import { RESTORE_DAYS } from "@/lib/users/status";

/** The id of the dialog that asks before an action, for a button with `opens`. */
export const dialogIdOf = (action: Exclude<UserAction, "edit">) => `user-${action}`;

/** The id of the dialog that issues a PIN, to whoever may be invited. */
export const PIN_DIALOG = "user-pin";

type Change = ComponentProps<typeof ConfirmChange>["action"];

type UserDialogsProps = {
  org: string;
  userId: string;
  name: string;
  username: string;
  /** Where people type a PIN. */
  pinUrl: string;
  actions: UserAction[];
  /** How long an activation link is good. */
  linkDays: number;
  /** What a PIN is made with unless somebody says otherwise. */
  usualPin: ComponentProps<typeof IssuePin>["usual"];
  run: Record<"suspend" | "reactivate" | "remove" | "restore", Change> & {
    issueLink: ComponentProps<typeof ActivationLink>["issue"];
    issuePin: ComponentProps<typeof IssuePin>["issue"];
  };
};

/** A dialog for each thing that may be done with a person. */
export function UserDialogs({
  org,
  userId,
  name,
  username,
  pinUrl,
  actions,
  linkDays,
  usualPin,
  run,
}: UserDialogsProps) {
  const has = (action: UserAction) => actions.includes(action);
  const person = { org, userId };
  return (
    <>
      {has("invite") && (
        <ActivationLink
          id={dialogIdOf("invite")}
          {...person}
          name={name}
          days={linkDays}
          issue={run.issueLink}
        />
      )}
      {has("invite") && (
        <IssuePin
          id={PIN_DIALOG}
          {...person}
          name={name}
          username={username}
          pinUrl={pinUrl}
          usual={usualPin}
          issue={run.issuePin}
        />
      )}
      {has("suspend") && (
        <ConfirmChange
          id={dialogIdOf("suspend")}
          {...person}
          action={run.suspend}
          title={`Suspend ${name}?`}
          confirmLabel={`Suspend ${name}`}
          done={`${name} is suspended`}
        >
          <p>
            They are signed out at once, everywhere, and cannot sign in until somebody reactivates the
            account.
          </p>
        </ConfirmChange>
      )}
      {has("reactivate") && (
        <ConfirmChange
          id={dialogIdOf("reactivate")}
          {...person}
          action={run.reactivate}
          title={`Reactivate ${name}?`}
          confirmLabel={`Reactivate ${name}`}
          done={`${name} is reactivated`}
        >
          <p>The suspension ends at once. Whoever had activated the account can sign in as before.</p>
        </ConfirmChange>
      )}
      {has("remove") && (
        <ConfirmChange
          id={dialogIdOf("remove")}
          {...person}
          destructive
          action={run.remove}
          title={`Remove ${name}?`}
          confirmLabel={`Remove ${name}`}
          done={`${name} is removed`}
        >
          <p>They are signed out at once and leave the list, and their username becomes free.</p>
          <p>You can take this back for {RESTORE_DAYS} days.</p>
        </ConfirmChange>
      )}
      {has("restore") && (
        <ConfirmChange
          id={dialogIdOf("restore")}
          {...person}
          action={run.restore}
          title={`Take back the removal of ${name}?`}
          confirmLabel="Take back"
          done={`${name} is back`}
        >
          <p>They return to the list as they were, with their role and their password.</p>
        </ConfirmChange>
      )}
    </>
  );
}
