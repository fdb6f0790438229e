import type { Role } from "@/api/types";
import { ROLE_NAMES } from "@/lib/roles";

const GIVEN_BY_MEMBERSHIP: readonly Role[] = ["MA", "RE", "AN"];

/** Roles that a membership can give; the others come with the account. */
export const PROJECT_ROLES = GIVEN_BY_MEMBERSHIP.map((role) => ({
  value: role,
  label: ROLE_NAMES[role],
}));
