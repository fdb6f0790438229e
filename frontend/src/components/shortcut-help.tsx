import { Group, Modal, Stack, Table, Text, Title } from "@mantine/core";
import { type Action, useRegisteredActions } from "@/lib/use-shortcuts";
import { KeyHint } from "./key-hint";

const OTHER = "General";

function grouped(actions: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions.filter(({ keys }) => keys.length > 0)) {
    const name = action.group ?? OTHER;
    groups.set(name, [...(groups.get(name) ?? []), action]);
  }
  return [...groups].sort(([a], [b]) => Number(a === OTHER) - Number(b === OTHER));
}

function Sheet() {
  const groups = grouped(useRegisteredActions());
  return (
    <Stack>
      {groups.map(([name, actions]) => (
        <section key={name}>
          <Title order={3} size="h5" mb={4}>
            {name}
          </Title>
          <Table withRowBorders={false} verticalSpacing={4}>
            <Table.Tbody>
              {actions.map((action) => (
                <Table.Tr key={action.id}>
                  <Table.Td>
                    <Text size="sm" c={action.enabled ? undefined : "dimmed"}>
                      {action.label}
                    </Text>
                  </Table.Td>
                  <Table.Td w={160}>
                    <Group gap={8}>
                      {action.keys.map((key) => (
                        <KeyHint key={key} keyText={key} />
                      ))}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </Stack>
  );
}

/** Every key that works on the page now, from the actions themselves. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="md">
      {opened && <Sheet />}
    </Modal>
  );
}
