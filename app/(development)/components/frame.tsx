import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Button } from "@/components/ui/button";

/** The frames are whole pages, so they are shown on pages of their own. */
export function Frame() {
  return (
    <>
      <Specimen
        name="AppShell, Header, Sidebar"
        from="@/components/shell/app-shell, header, sidebar"
        note="Behind the sign-in. On a phone the navigation slides in under the header, which keeps saying where one is."
        props={{
          "header, sidebar, children": "AppShell: ReactNode",
          organization: "Header: { name, href, note? }",
          switcher: "Header: ReactNode, an OrganizationSwitcher",
          search: "Header: { action, label, name? }, a GET form; name is q",
          account: "Header: ReactNode, an AccountMenu",
          sections:
            "Sidebar: { label?, items: { label, href, icon?, exact?, current?, count? }[] }[]; icons of 18 px",
        }}
      >
        <Button href="/components/shell">See it</Button>
      </Specimen>
      <Specimen
        name="AccountMenu, OrganizationSwitcher, ThemeToggle"
        from="@/components/shell/account-menu, organization-switcher, theme-toggle"
        props={{
          "name, username, roleName": "AccountMenu: string",
          theme: "AccountMenu, ThemeToggle: Theme, from parseTheme(cookie)",
          accountHref: "AccountMenu: string",
          "signOut, signOutMethod": "AccountMenu: path or server action; post | get",
          "organizations, all": "OrganizationSwitcher: { name, href }[]; { label, href }",
          icons: "ThemeToggle: themeIcons from shell/theme-icons",
        }}
      />
      <Specimen
        name="PublicShell, MessagePage"
        from="@/components/shell/public-shell, message-page"
        note="PublicShell is for one decision before the sign-in; MessagePage stands in place of a page."
        props={{
          "title, description": "PublicShell: ReactNode",
          footer: "PublicShell: the other ways in, under the card",
          actions: "MessagePage: the ways on; with title and children",
        }}
      >
        <Line>
          <Button href="/components/public">See the first</Button>
          <Button href="/components/nowhere">See the second</Button>
        </Line>
      </Specimen>
    </>
  );
}
