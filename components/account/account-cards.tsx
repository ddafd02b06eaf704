import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import {
  ACCESS_PROFILE_LABELS,
  type AccessProfile,
  ROLE_DESCRIPTIONS,
  ROLE_LABELS,
  type Role,
} from "@/lib/permissions/roles";

export type You = {
  name: string;
  username: string;
  organization: string;
  role: Role;
  accessProfile: AccessProfile | null;
};

type Links = Record<"password" | "sessions" | "details" | "data" | "secondStep", string>;

type AccountCardsProps = {
  you: You;
  /** Null where somebody else looks on: then there is nothing to press. */
  links: Links | null;
  /** What they may change of themselves, to look at, in place of the way to it. */
  details?: ReactNode;
  /** Their own extension, where they have one. */
  extension?: ReactNode;
};

/** What somebody has of their own account. */
export function AccountCards({ you, links, details, extension }: AccountCardsProps) {
  const { name, username, organization, role, accessProfile } = you;
  return (
    <div className="grid max-w-3xl gap-5">
      <Card title="You">
        <DescriptionList
          items={[
            { term: "Name", detail: name },
            { term: "Username", detail: username },
            { term: "Organization", detail: organization },
            { term: "Role", detail: `${ROLE_LABELS[role]}. ${ROLE_DESCRIPTIONS[role]}` },
            ...(accessProfile
              ? [{ term: "Access profile", detail: ACCESS_PROFILE_LABELS[accessProfile] }]
              : []),
          ]}
        />
      </Card>
      {extension}
      <Card title="Password" description="Changing it signs you out everywhere else.">
        <Way href={links?.password}>Change your password</Way>
      </Card>
      <Card title="Sessions" description="Where you are signed in, and your latest sign-ins.">
        <Way href={links?.sessions}>See where you are signed in</Way>
      </Card>
      <Card
        title="Details"
        description="What your organization lets you change yourself, such as your phones."
      >
        {details ?? <Way href={links?.details}>Change your details</Way>}
      </Card>
      <Card
        title="Your data"
        description="What is kept about you, as a file that programs can read (JSON). The words of messages and anything secret are not in it."
      >
        {links ? (
          <a href={links.data} download className="text-link">
            Download your data
          </a>
        ) : (
          <Way href={undefined}>Download your data</Way>
        )}
      </Card>
      <Card
        title="Second step"
        description="What you are asked for after your password, so that the password alone lets nobody in."
      >
        <Way href={links?.secondStep}>Your second step</Way>
      </Card>
    </div>
  );
}

const Way = ({ href, children }: { href: string | undefined; children: string }) =>
  href ? <Link href={href}>{children}</Link> : <span className="text-muted">{children}</span>;
