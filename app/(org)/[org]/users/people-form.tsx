"use client";

import type { ComponentProps } from "react";
import { giveNextNumbers } from "@/app/(org)/[org]/telephony/actions";
import {
  changeMembership,
  changeRole,
  changeServiceSeats,
  countUsers,
  giveRightsTo,
  groupsToFilter,
  groupsToGive,
  planChange,
  policiesToSay,
  propertiesToSet,
  reactivate,
  remove,
  restore,
  rightsToGive,
  sayPolicy,
  searchMirror,
  servicesToAssign,
  servicesToFilter,
  setProperty,
  suspend,
} from "@/app/(org)/[org]/users/actions";
import { takeChangeBack } from "@/app/(org)/[org]/users/changes/actions";
import { BulkForm } from "@/components/users/bulk-form";
import { UsersFilter } from "@/components/users/users-filter";

type FormProps = Omit<ComponentProps<typeof BulkForm>, "actions" | "giveNumbers"> & { mayNumber: boolean };

/** The list's form with its actions: named here, they need not travel with each page. */
export function PeopleForm({ mayNumber, ...rest }: FormProps) {
  return <BulkForm {...rest} actions={ACTIONS} giveNumbers={mayNumber ? giveNextNumbers : null} />;
}

const ACTIONS: ComponentProps<typeof BulkForm>["actions"] = {
  count: countUsers,
  plan: planChange,
  suspend,
  reactivate,
  changeRole,
  changeMembers: changeMembership,
  groups: groupsToGive,
  giveRights: giveRightsTo,
  rights: rightsToGive,
  searchMirror,
  policies: policiesToSay,
  sayPolicy,
  setProperty,
  properties: propertiesToSet,
  changeSeats: changeServiceSeats,
  services: servicesToAssign,
  remove,
  restore,
  undo: takeChangeBack,
};

type FilterProps = Omit<ComponentProps<typeof UsersFilter>, "groups" | "services"> & {
  groups: { chosen: string | null } | null;
  services: { chosen: string | null } | null;
};

export function PeopleFilter({ groups, services, ...rest }: FilterProps) {
  return (
    <UsersFilter
      {...rest}
      groups={groups && { ...groups, read: groupsToFilter }}
      services={services && { ...services, read: servicesToFilter }}
    />
  );
}
