import { Alert, Button, Group, List, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import type { Annotation, ReviewItem } from "@/api/types";
import { plural } from "@/lib/format";
import { type AnnotationDocument, isChanged } from "@/viewers/document";
import { diffResults, rebase } from "@/viewers/merge";

type Props = {
  readonly item: ReviewItem;
  readonly current: Annotation;
  readonly document: AnnotationDocument;
  readonly onResolve: (keepMine: boolean) => void;
};

/** The annotation changed while it was reviewed: what changed, and what to do with own edits. */
export function StaleNotice({ item, current, document, onResolve }: Props) {
  const edited = isChanged(document);
  const { clashes } = rebase(document.original, document.current, current.result);
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconGitMerge size={18} />}
      title="This annotation was changed while you reviewed it"
    >
      <Text size="sm">
        Your verdict was not saved. Since you opened it (version {item.annotation.version}, now
        version {current.version}):
      </Text>
      <List size="sm" my={4}>
        {changesInWords(item.annotation, current).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Text size="sm">
        Below, the new version is drawn with what you saw before
        {edited ? ", your own changes included" : ""}.
        {edited &&
          clashes > 0 &&
          ` ${plural(clashes, "result was", "results were")} changed on both sides: applying your changes keeps yours.`}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant={edited ? "default" : "filled"} onClick={() => onResolve(false)}>
          {edited ? "Drop my changes, review the new version" : "Review the new version"}
        </Button>
        {edited && (
          <Button size="xs" onClick={() => onResolve(true)}>
            Apply my changes to the new version
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function changesInWords(before: Annotation, now: Annotation): readonly string[] {
  const { added, removed, changed } = diffResults(before.result, now.result);
  const lines = [
    [added.length, "added"],
    [changed.length, "changed"],
    [removed.length, "removed"],
  ] as const;
  const words = lines
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${plural(count, "result")} ${what}`);
  return words.length > 0 ? words : ["nothing in its results"];
}
