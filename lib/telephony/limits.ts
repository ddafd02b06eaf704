/** Characters of what extensions and queues are made of, and how many there may be. */
export const DISPLAY_NAME_MAX = 100;
export const QUEUE_NAME_MAX = 100;
export const QUEUES_MAX = 500;
export const MEMBERS_MAX = 200;
export const RANGES_MAX = 20;
/** Numbers of all ranges together. */
export const NUMBERS_MAX = 100_000;
/** Extensions that are made, or given to people, at once. */
export const AT_ONCE_MAX = 1_000;
export const EXTENSIONS_MAX = 100_000;
