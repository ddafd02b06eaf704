/** Every right there is, with what it allows, in words for the interface. */
export const PERMISSIONS = {
  "account.read": "See one's own account",
  "account.update": "Change one's own password and details",
  "addressBook.read": "Look people up in the address book",
  "organizations.read": "See the organizations that this one manages",
  "organizations.manage": "Work inside the organizations that this one manages",
  "organizations.create": "Create organizations below this one",
  "organizations.suspend": "Suspend and reactivate the organizations that this one manages",
  "users.read": "See people",
  "users.export": "Export people",
  "users.export.schedule": "Have reports made on a schedule",
  "users.create": "Add people",
  "users.update": "Edit people",
  "users.role.update": "Change a person's role",
  "users.groups.update": "Take people into groups and out of them",
  "users.policies.update": "Say which policies are otherwise for a person",
  "users.suspend": "Suspend and reactivate people",
  "users.remove": "Remove people and take a removal back",
  "users.credentials.read": "See which PINs were issued, and what became of them",
  "users.credentials.issue": "Issue activation links, PINs and QR codes",
  "users.import.read": "See imports",
  "users.import.prepare": "Upload a file, match and review it",
  "users.import.commit": "Carry out an import",
  "groups.read": "See groups",
  "groups.update": "Make, change and remove groups",
  "messages.read": "See messages and what became of them",
  "messages.send": "Write messages to people, and see what they say",
  "messages.templates.update": "Change the words of messages",
  "services.read": "See services, and how many seats of them are taken",
  "services.assign": "Give people seats of services and take them",
  "services.update": "Make, change and retire services",
  "support.ask": "Ask support, and go on with one's own requests",
  "support.read": "See everybody's support requests",
  "support.update": "Answer, close and reopen support requests",
  "telephony.read": "See extensions and queues",
  "telephony.update": "Make, change and give extensions and queues",
  "billing.read": "See billing",
  "billing.update": "Change billing",
  "settings.read": "See the organization's settings",
  "settings.update": "Change the organization's settings",
  "apiKeys.read": "See the organization's API keys",
  "apiKeys.update": "Make and revoke API keys",
  "connections.read": "See the organization's connections to other systems",
  "connections.update": "Make, change and remove connections to other systems",
  "audit.read": "See the audit log",
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

/** The permissions among some texts; others, of an older or a newer release, are left out. */
export const permissionsAmong = (texts: readonly string[]): Permission[] =>
  ALL_PERMISSIONS.filter((permission) => texts.includes(permission));

/** Managing others is nothing in an organization that manages none. */
export const hasEffect = (permission: Permission, isManaging: boolean): boolean =>
  isManaging || !permission.startsWith("organizations.");

/** What everybody may, whatever their role: no group gives it. */
export const EVERYBODYS: readonly Permission[] = [
  "account.read",
  "account.update",
  "addressBook.read",
  "support.ask",
];

/** What everybody has is given to nobody, and managing others is given only where the organization manages any. */
export const isGivable = (permission: Permission, isManaging: boolean): boolean =>
  !EVERYBODYS.includes(permission) && hasEffect(permission, isManaging);
