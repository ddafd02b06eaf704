export const SERVICE_NAME_MAX = 80;
export const SERVICE_DESCRIPTION_MAX = 500;
export const SEATS_MAX = 1_000_000;
