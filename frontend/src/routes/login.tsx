import { getRouteApi, useRouter } from "@tanstack/react-router";
import { LoginForm } from "@/features/session/login-form";
import { useTitle } from "@/lib/use-title";

const route = getRouteApi("/login");

export function LoginPage() {
  useTitle("Log in");
  const { next } = route.useSearch();
  const router = useRouter();
  return <LoginForm onEntered={() => router.history.push(next ?? "/")} />;
}
