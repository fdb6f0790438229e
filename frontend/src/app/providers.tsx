import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError, isStatus } from "@/api/errors";
import { theme } from "@/components/theme";

const RETRIES = 2;

/** A refusal stays a refusal; only a lost connection or a server fault is worth another try. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const transient = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
  return transient && failures < RETRIES;
}

/** The session has ended: log in again and come back to the same place. */
function goToLogin(): void {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/login?${new URLSearchParams({ next: here })}`);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isStatus(error, 401)) {
        goToLogin();
      }
    },
  }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: isWorthRetrying },
    mutations: { retry: false },
  },
});

const colorScheme = localStorageColorSchemeManager({ key: "touchstone-color-scheme" });

export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
        <ModalsProvider>
          <Notifications position="bottom-right" containerWidth={400} />
          {children}
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
