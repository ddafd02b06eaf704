import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { UserAction } from "@/components/users/possible-actions";
import { dialogIdOf, PIN_DIALOG } from "@/components/users/user-dialogs";

type UserMenuProps = {
  editHref: string;
  /** Where a link to choose a new password is sent; null to whom none can be. */
  resetHref: string | null;
  /** Where a seat of a service is given; null where nobody may. */
  assignHref: string | null;
  /** The item that looks on as this person, for whoever may. */
  view: ReactNode;
  /** What may be done, from `possibleActions`. */
  actions: UserAction[];
};

/** What can be done with a person. The items open the dialogs of `UserDialogs`. */
export function UserMenu({ editHref, resetHref, assignHref, view, actions }: UserMenuProps) {
  const has = (action: UserAction) => actions.includes(action);
  return (
    <Menu label="Actions" variant="primary">
      {has("edit") && (
        <MenuItem href={editHref} icon={<Icon name="pencil" />}>
          Edit details
        </MenuItem>
      )}
      {has("invite") && (
        <MenuItem icon={<Icon name="key-round" />} {...opens(dialogIdOf("invite"))}>
          Activation link
        </MenuItem>
      )}
      {has("invite") && (
        <MenuItem icon={<Icon name="lock" />} {...opens(PIN_DIALOG)}>
          PIN
        </MenuItem>
      )}
      {resetHref && (
        <MenuItem href={resetHref} icon={<Icon name="key-round" />}>
          Password reset
        </MenuItem>
      )}
      {assignHref && (
        <MenuItem href={assignHref} icon={<Icon name="package" />}>
          Assign service
        </MenuItem>
      )}
      {view}
      {has("reactivate") && (
        <MenuItem icon={<Icon name="play" />} {...opens(dialogIdOf("reactivate"))}>
          Reactivate
        </MenuItem>
      )}
      {has("suspend") && (
        <MenuItem icon={<Icon name="pause" />} {...opens(dialogIdOf("suspend"))}>
          Suspend
        </MenuItem>
      )}
      {has("remove") && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Icon name="trash" />} tone="danger" {...opens(dialogIdOf("remove"))}>
            Remove
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
