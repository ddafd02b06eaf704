import type { Chosen } from "@/components/imports/choices/people-choices";
import { formatCount } from "@/components/ui/format";
import type { ImportChoices } from "@/lib/imports/choices";
import type { PlannedMessages } from "@/lib/imports/planned-messages";
import type { OnError } from "@/lib/imports/state";
import { assignmentOf, grantsInWords } from "@/lib/permissions/grants";

type Counts = { create: number; update: number };

/** What the button does, in numbers. */
export function commitWords({ create, update, isLater }: Counts & { isLater: boolean }): string {
  const users = (count: number) => (count === 1 ? "1 user" : `${formatCount(count)} users`);
  const verb = isLater ? "Schedule the import of" : "Import";
  if (update === 0) return `${verb} ${users(create)}`;
  if (create === 0) return `${isLater ? "Schedule the update of" : "Update"} ${users(update)}`;
  return isLater
    ? `Schedule ${users(create)} and ${formatCount(update)} updates`
    : `Import ${users(create)}, update ${formatCount(update)}`;
}

const SENT_WORDS: Record<ImportChoices["password"], string> = {
  link: "a link",
  generated: "a generated password",
  chosenSent: "the file’s passwords",
};

const BY_WORDS = { email: "by e-mail", sms: "by SMS", both: "by e-mail and SMS" };

/** What is chosen for all people, in one line. */
export function choicesInWords(
  { grants, notify, password, addressBook, seats, note, lacksMirror, moment }: Chosen,
  create: number,
): string {
  const ofNewPeople = [
    lacksMirror ? "as a person has" : grantsInWords(assignmentOf(grants)),
    notify === "none" ? "no message" : `${SENT_WORDS[password]} ${BY_WORDS[notify]}`,
    addressBook && "in the address book",
    seats.services.length > 0 &&
      (seats.services.length === 1
        ? "a seat of 1 service"
        : `seats of ${formatCount(seats.services.length)} services`),
  ];
  return [
    ...(create > 0 ? ofNewPeople : []),
    moment === null ? "now" : "at a chosen time",
    note && "with a note",
  ]
    .filter(Boolean)
    .join(", ");
}

/** What goes out, counted: “3 e-mails, 2 SMS (1 has no mobile phone)”. */
export function messagesInWords({ emails, sms, lacking }: PlannedMessages): string {
  const lack = lacking === 1 ? "1 has no mobile phone" : `${formatCount(lacking)} have no mobile phone`;
  const words = [
    emails > 0 && (emails === 1 ? "1 e-mail" : `${formatCount(emails)} e-mails`),
    sms > 0 && `${formatCount(sms)} SMS`,
  ].filter(Boolean);
  return `${words.length > 0 ? words.join(", ") : "No message"}${lacking > 0 ? ` (${lack})` : ""}`;
}

type Decision = Counts & {
  invalid: number;
  onError: OnError;
  chosen: Pick<Chosen, "lacksMirror" | "moment">;
};

/** Why the button does nothing yet; null when it does. */
export function commitBlock({ create, update, invalid, onError, chosen }: Decision): string | null {
  if (create + update === 0) return "There is nobody to import in what is selected.";
  if (onError === "refuse" && invalid > 0) return "Mend or unselect the rows with errors first.";
  if (create > 0 && chosen.lacksMirror) return "Choose whom new people mirror.";
  if (chosen.moment !== null && Number.isNaN(Date.parse(chosen.moment))) return "Choose a date and a time.";
  return null;
}
