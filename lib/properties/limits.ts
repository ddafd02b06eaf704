/** Characters of what a property is made of, and how many there may be. */
export const PROPERTY_NAME_MAX = 60;
export const PROPERTY_HELP_MAX = 300;
export const PROPERTY_TEXT_MAX = 500;
export const CHOICE_MAX = 100;
export const CHOICES_MAX = 100;
export const PROPERTIES_MAX = 100;
