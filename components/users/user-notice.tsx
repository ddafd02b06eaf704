import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { dayInWords, timeInWords } from "@/components/ui/dates";
import { opens } from "@/components/ui/invoker";
import type { UserAction } from "@/components/users/possible-actions";
import { dialogIdOf } from "@/components/users/user-dialogs";
import type { MessageState } from "@/lib/messages/states";
import { STATUS_MEANINGS, type Status, type StatusFacts } from "@/lib/users/status";

type UserNoticeProps = {
  user: StatusFacts & { status: Status; removedAt: Date | null };
  /** Until when a removal can be taken back. */
  restorableUntil: Date | null;
  actions: UserAction[];
  /** What became of the newest message with which they could activate the account; null without one. */
  invitation: MessageState | null;
  /** Whether what they had is void because they came to hold more. */
  isVoid: boolean;
};

/** Why a person cannot sign in now, since when, and what helps; nothing for whoever can. */
export function UserNotice({ user, restorableUntil, actions, invitation, isVoid }: UserNoticeProps) {
  const help = (action: Exclude<UserAction, "edit">, words: string) =>
    actions.includes(action) && (
      <Button size="sm" {...opens(dialogIdOf(action))}>
        {words}
      </Button>
    );
  const { status, removedAt } = user;
  if (removedAt) {
    const restorable = actions.includes("restore") && restorableUntil;
    return (
      <Alert
        tone="warning"
        title={`Removed on ${dayInWords(removedAt)}`}
        actions={help("restore", "Take back the removal")}
      >
        {restorable
          ? `This can be taken back until ${dayInWords(restorableUntil)}.`
          : "This person is in no list any more and cannot sign in."}
      </Alert>
    );
  }
  if (status === "active") return null;
  const { tone, words, action } = noticeOf(
    user,
    isVoid && !isOnItsWay(invitation) ? VOID : WAITING_WORDS[invitation ?? "cancelled"],
  );
  return (
    <Alert
      tone={tone}
      title={STATUS_MEANINGS[status].meaning}
      actions={action && help(action, action === "invite" ? "Make an activation link" : "Reactivate")}
    >
      {words}
    </Alert>
  );
}

const NOTHING = "They have nothing to activate it with.";
const ON_ITS_WAY = "A message with what they activate it with is on its way.";
const VOID =
  "What they were given to activate it with is void: they came to hold more rights since. Send them a new link.";
const LOST = "The message with what they activate it with did not arrive: see below why.";
const WAITING_WORDS: Record<MessageState, string> = {
  queued: ON_ITS_WAY,
  sending: ON_ITS_WAY,
  sent: NOTHING,
  delivered: NOTHING,
  opened: NOTHING,
  bounced: LOST,
  complained: NOTHING,
  failed: LOST,
  cancelled: NOTHING,
};

type Notice = {
  tone: "info" | "warning" | "neutral";
  words: ReactNode;
  action: "invite" | "reactivate" | null;
};

const isOnItsWay = (invitation: MessageState | null) =>
  invitation !== null && WAITING_WORDS[invitation] === ON_ITS_WAY;

function noticeOf(user: StatusFacts & { status: Status }, waiting: string): Notice {
  const { status, suspendedAt, lockedUntil, accessEndsAt, credentialExpiresAt } = user;
  if (status === "suspended") {
    return {
      tone: "warning",
      words: suspendedAt && `Since ${dayInWords(suspendedAt)}.`,
      action: "reactivate",
    };
  }
  if (status === "locked") {
    return {
      tone: "warning",
      words: lockedUntil && `Until ${timeInWords(lockedUntil)}.`,
      action: null,
    };
  }
  if (status === "pending") {
    const words = credentialExpiresAt
      ? `What they were given to activate it with is good until ${timeInWords(credentialExpiresAt)}.`
      : waiting;
    return { tone: "info", words, action: "invite" };
  }
  if (status === "expired") {
    const ended = accessEndsAt && accessEndsAt <= new Date() ? accessEndsAt : null;
    const words = ended
      ? `The access ended on ${dayInWords(ended)}.`
      : credentialExpiresAt &&
        `What they were given to activate it with lapsed on ${dayInWords(credentialExpiresAt)}.`;
    return { tone: "warning", words, action: "invite" };
  }
  return { tone: "neutral", words: "This account cannot sign in.", action: "reactivate" };
}
