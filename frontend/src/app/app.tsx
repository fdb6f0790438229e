import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app.css";
import { RouterProvider } from "@tanstack/react-router";
import { Providers, queryClient } from "./providers";
import { createAppRouter } from "./router";

const router = createAppRouter(queryClient);

export function App() {
  return (
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  );
}
