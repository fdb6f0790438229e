import { getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { Tokens } from "@/features/account/tokens";
import { userName } from "@/lib/format";
import { ROLE_NAMES } from "@/lib/roles";
import { useTitle } from "@/lib/use-title";

const route = getRouteApi("/app/account");

export function AccountPage() {
  useTitle("Account");
  const { user } = route.useRouteContext();
  return (
    <Page
      title="Account"
      description={`${userName(user)} · ${user.email} · ${ROLE_NAMES[user.role]}`}
      size="md"
    >
      <Tokens />
    </Page>
  );
}
