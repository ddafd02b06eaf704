let networks = 0;

/** An address that nobody has tried from, in a network of its own. */
export const freshNetwork = (): string => {
  networks += 1;
  return `2001:db8:${networks.toString(16)}::1`;
};
