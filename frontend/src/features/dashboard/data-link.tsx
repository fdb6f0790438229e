import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TableFilter } from "@/lib/table-search";

type Props = { projectId: number; filters: TableFilter[]; children: ReactNode; label?: string };

/** A number that opens the tasks behind it. */
export function DataLink({ projectId, filters, children, label }: Props) {
  return (
    <Anchor
      inherit
      aria-label={label}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/projects/$projectId/data"
          params={{ projectId }}
          search={{ filters }}
        />
      )}
    >
      {children}
    </Anchor>
  );
}
