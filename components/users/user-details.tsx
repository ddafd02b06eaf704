import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { StatusMark } from "@/components/ui/status-mark";
import { UserStatus } from "@/components/users/user-status";
import {
  ACCESS_PROFILE_DESCRIPTIONS,
  ACCESS_PROFILE_LABELS,
  ROLE_DESCRIPTIONS,
  ROLE_LABELS,
  roleOf,
} from "@/lib/permissions/roles";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import type { UserDetails } from "@/lib/users/queries";
import { STATUS_MEANINGS } from "@/lib/users/status";

const DETAILS = [
  "firstName",
  "lastName",
  "accessEmail",
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
  "customerCode",
  "udid",
] as const;

type UserDetailsCardProps = {
  user: UserDetails;
  /** Whether others find them in the address book. */
  addressBook: string;
  /** The values of the organization's properties, in words. */
  properties: { name: string; shown: string }[];
};

/** Who a person is. */
export function UserDetailsCard({ user, addressBook, properties }: UserDetailsCardProps) {
  const items = [
    ...DETAILS.map((field) => ({
      term: USER_FIELD_INFO[field].label,
      detail:
        field === "accessEmail" && hasBounced(user) ? <BouncedEmail email={user[field]} /> : user[field],
    })),
    { term: USER_FIELD_INFO.inAddressBook.label, detail: addressBook },
    ...properties.map(({ name, shown }) => ({ term: name, detail: shown || null })),
  ];
  return (
    <Card title="Details">
      <DescriptionList items={items} />
    </Card>
  );
}

const hasBounced = ({ accessEmail, bouncedEmail }: UserDetails) => bouncedEmail === accessEmail;

/** An address that messages came back from, until another one takes its place. */
function BouncedEmail({ email }: { email: string }) {
  return (
    <>
      {email}
      <span className="mt-0.5 block text-dense">
        <StatusMark tone="error" shape="cross">
          Messages to it came back: correct it, then send again.
        </StatusMark>
      </span>
    </>
  );
}

type UserAccessCardProps = {
  user: UserDetails;
  /** The import they came from, for whoever may see imports. */
  origin: { fileName: string; href: string } | null;
};

/** What a person may do, and the dates of the account. */
export function UserAccessCard({ user, origin }: UserAccessCardProps) {
  const { role, accessProfile: profile } = roleOf(user);
  const items = [
    { term: "Username", detail: user.username },
    {
      term: "Status",
      detail: (
        <>
          <UserStatus status={user.status} removed={user.removedAt !== null} />
          {!user.removedAt && (
            <span className="block text-dense text-muted">{STATUS_MEANINGS[user.status].meaning}</span>
          )}
        </>
      ),
    },
    {
      term: "Role",
      detail: (
        <>
          {ROLE_LABELS[role]}
          <span className="block text-dense text-muted">{ROLE_DESCRIPTIONS[role]}</span>
        </>
      ),
    },
    ...(profile
      ? [
          {
            term: "Access profile",
            detail: (
              <>
                {ACCESS_PROFILE_LABELS[profile]}
                <span className="block text-dense text-muted">{ACCESS_PROFILE_DESCRIPTIONS[profile]}</span>
              </>
            ),
          },
        ]
      : []),
    { term: "Created", detail: timeInWords(user.createdAt) },
    ...(user.importId
      ? [
          {
            term: "Came from",
            detail: origin ? <Link href={origin.href}>{origin.fileName}</Link> : "An import",
          },
        ]
      : []),
    { term: "Activated", detail: user.activatedAt && timeInWords(user.activatedAt) },
    ...(user.accessEndsAt ? [{ term: "Access ends", detail: timeInWords(user.accessEndsAt) }] : []),
    { term: "Last changed", detail: timeInWords(user.updatedAt) },
  ];
  return (
    <Card title="Account">
      <DescriptionList items={items} blank="Not yet" />
    </Card>
  );
}
