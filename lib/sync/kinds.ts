import type { Notify } from "@/lib/imports/choices";
import type { RowField } from "@/lib/imports/columns/column-field";

export const KINDS = ["entra", "ldap"] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABELS: Record<Kind, string> = { entra: "Microsoft Entra", ldap: "LDAP directory" };

/** Microsoft's clouds, each with the host that signs in and the one that is asked. */
export const CLOUDS = ["global", "usGovernment", "usDefense", "china", "other"] as const;
export type Cloud = (typeof CLOUDS)[number];

export const CLOUD_INFO: Record<Cloud, { label: string; login: string; graph: string }> = {
  global: {
    label: "Global",
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
  },
  usGovernment: {
    label: "US Government (GCC High)",
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
  },
  usDefense: {
    label: "US Department of Defense",
    login: "https://login.microsoftonline.us",
    graph: "https://dod-graph.microsoft.us",
  },
  china: {
    label: "China (21Vianet)",
    login: "https://login.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
  },
  other: { label: "Another one, by its addresses", login: "", graph: "" },
};

export type EntraSettings = {
  tenant: string;
  client: string;
  cloud: Cloud;
  loginUrl: string;
  graphUrl: string;
  /** What the secret is: a client secret, or a certificate with its private key in PEM. */
  proof: "secret" | "certificate";
};

export type LdapSettings = {
  url: string;
  bindDn: string;
  baseDn: string;
  filter: string;
  groupFilter: string;
  /** PEM of the authority that the directory's certificate is from; blank: those that the system knows. */
  authority: string;
};

/** Who has the last word on a field; whoever else writes it is told of as a conflict. */
export const OWNERS = ["directory", "file", "scim", "api", "hand"] as const;
export type Owner = (typeof OWNERS)[number];

export const OWNER_LABELS: Record<Owner, string> = {
  directory: "This directory",
  file: "Files",
  scim: "SCIM",
  api: "The API",
  hand: "People, by hand",
};

export type FieldChoice = { from: string; owner: Owner };

export type Choice = {
  /** Everybody, or who is in one of the groups that are marked for it. */
  who: "everybody" | "groups";
  fields: Partial<Record<RowField, FieldChoice>>;
  /** How new people are told. */
  notify: Extract<Notify, "none" | "email">;
  everyMinutes: number;
};

export const MINUTES = [5, 15, 60, 360, 1440] as const;

export const ATTRIBUTES: Record<Kind, readonly string[]> = {
  entra: [
    "givenName",
    "surname",
    "displayName",
    "userPrincipalName",
    "mail",
    "otherMails",
    "mobilePhone",
    "businessPhones",
    "companyName",
    "department",
    "jobTitle",
    "employeeId",
    "officeLocation",
    "city",
    "country",
  ],
  ldap: [
    "givenName",
    "sn",
    "cn",
    "displayName",
    "uid",
    "mail",
    "mobile",
    "telephoneNumber",
    "o",
    "ou",
    "title",
    "employeeNumber",
    "l",
  ],
};

const directory = (from: string): FieldChoice => ({ from, owner: "directory" });

/** What is matched as long as nobody has chosen otherwise. */
export const USUAL_FIELDS: Record<Kind, Choice["fields"]> = {
  entra: {
    firstName: directory("givenName"),
    lastName: directory("surname"),
    username: directory("userPrincipalName"),
    accessEmail: directory("mail"),
    mobilePhone: directory("mobilePhone"),
    businessPhone: directory("businessPhones"),
    company: directory("companyName"),
  },
  ldap: {
    firstName: directory("givenName"),
    lastName: directory("sn"),
    username: directory("uid"),
    accessEmail: directory("mail"),
    mobilePhone: directory("mobile"),
    businessPhone: directory("telephoneNumber"),
    company: directory("o"),
  },
};

export const usualChoice = (kind: Kind): Choice => ({
  who: "everybody",
  fields: USUAL_FIELDS[kind],
  notify: "none",
  everyMinutes: 60,
});

export const RUN_STATES = [
  "reading",
  "confirming",
  "planning",
  "importing",
  "review",
  "applying",
  "waiting",
  "done",
  "failed",
  "superseded",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What came of a run. */
export type RunCounts = {
  read?: number;
  created?: number;
  updated?: number;
  suspended?: number;
  reactivated?: number;
  joined?: number;
  left?: number;
  issues?: number;
};
