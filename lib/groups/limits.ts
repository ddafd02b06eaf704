/** Characters of a group's name and description. */
export const GROUP_NAME_MAX = 80;
export const GROUP_DESCRIPTION_MAX = 500;
