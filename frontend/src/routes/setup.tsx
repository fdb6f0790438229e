import { useNavigate } from "@tanstack/react-router";
import { SetupForm } from "@/features/session/setup-form";
import { useTitle } from "@/lib/use-title";

export function SetupPage() {
  useTitle("First start");
  const navigate = useNavigate();
  return <SetupForm onEntered={() => void navigate({ to: "/" })} />;
}
