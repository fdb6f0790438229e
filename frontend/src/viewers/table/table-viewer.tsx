/** Data of a task as a table; there is nothing to mark in it. */
import { Table, Text } from "@mantine/core";
import { useMemo } from "react";
import { resolveValue } from "../config";
import type { ObjectViewerProps } from "../object-props";
import { readTable, type TableData } from "./rows";
import classes from "./table-viewer.module.css";

export function TableViewer({ object, data }: ObjectViewerProps) {
  const value = resolveValue(object.attrs["value"], data);
  const table = useMemo(() => readTable(value), [value]);
  if (table.kind === "text") {
    return (
      <Text size="sm" className={classes["text"]}>
        {table.text || "No data"}
      </Text>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard too.
    <section className={classes["scroller"]} aria-label={`Table ${object.name}`} tabIndex={0}>
      {table.kind === "pairs" ? <Pairs rows={table.rows} /> : <Grid table={table} />}
    </section>
  );
}

function Pairs({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <Table variant="vertical" withTableBorder className={classes["table"]}>
      <Table.Tbody>
        {rows.map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th scope="row">{key}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Grid({ table }: { readonly table: Extract<TableData, { kind: "grid" }> }) {
  return (
    <Table striped withTableBorder stickyHeader className={classes["table"]}>
      <Table.Thead>
        <Table.Tr>
          {table.columns.map((column) => (
            <Table.Th key={column} scope="col">
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {table.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name and never move.
          <Table.Tr key={at}>
            {row.map((cell, column) => (
              <Table.Td key={table.columns[column]}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
