/** Every kind of event, with the words the audit page shows. */
export const AUDIT_ACTIONS = {
  "organization.created": "Organization created",
  "organization.updated": "Settings changed",
  "user.created": "User added",
  "user.updated": "User edited",
  "user.roleChanged": "Role changed",
  "user.suspended": "User suspended",
  "user.reactivated": "User reactivated",
  "user.removed": "User removed",
  "user.restored": "Removal taken back",
  "user.exported": "People exported",
  "user.activated": "Account activated",
  "user.locked": "Account locked",
  "user.passwordChanged": "Password changed",
  "credential.issued": "Activation link issued",
  "apiKey.created": "API key made",
  "apiKey.revoked": "API key revoked",
  "session.started": "Signed in",
  "session.ended": "Signed out",
  "import.created": "Import started",
  "import.prepared": "Import prepared",
  "import.committed": "Import carried out",
  "import.cancelled": "Import cancelled",
  "import.failed": "Import failed",
  "import.undone": "Import taken back",
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export const ALL_AUDIT_ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[];
