/** The ids that examples are made with: a test has just these in an organization, and sends every example there. */
export const EXAMPLE = {
  user: "01997a1c-5b00-7000-8000-000000000001",
  /** Somebody who has not activated the account yet. */
  invited: "01997a1c-5b00-7000-8000-000000000002",
  suspended: "01997a1c-5b00-7000-8000-000000000003",
  removed: "01997a1c-5b00-7000-8000-000000000004",
  group: "01997a1c-5b00-7000-8000-000000000011",
  property: "01997a1c-5b00-7000-8000-000000000021",
  pin: "01997a1c-5b00-7000-8000-000000000031",
  change: "01997a1c-5b00-7000-8000-000000000051",
  import: "01997a1c-5b00-7000-8000-000000000041",
} as const;

export const EXAMPLE_MOMENT = "2026-11-02T09:30:00.000Z";
