/** Whether a path is another or lies below it: "/a/users/7" is below "/a/users", "/a/users-old" is not. */
export function isAtOrBelow(pathname: string, href: string): boolean {
  const base = href.split(/[?#]/)[0]?.replace(/\/$/, "") ?? "";
  return pathname === base || pathname.startsWith(`${base}/`);
}
