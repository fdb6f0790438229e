import { Alert, Button, Code, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** A token that the server shows this once. */
export function Secret({ value }: { value: string }) {
  return (
    <Alert color="yellow" title="Copy the token now" role="status">
      <Text size="sm" mb="xs">
        It is not shown again: the server keeps only a fingerprint of it.
      </Text>
      <Group wrap="nowrap" align="flex-start">
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }}>
          {value}
        </Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
