/** The answers side by side: zoom, scroll and playing are linked, and so is what is pointed at. */
import { Badge, Button, Text } from "@mantine/core";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import { type Editor, EditorContext, useEditor } from "../editor";
import { Swatch } from "../legend";
import { LinkedViews } from "../linked";
import type { Answer } from "../types";
import classes from "./compare.module.css";
import { takeAll } from "./taking";

/** `children` draw the task for the answer whose editor is around them. */
export function CompareGrid({ children }: { readonly children: ReactNode }) {
  const editor = useEditor();
  return (
    <LinkedViews key={editor.identity}>
      <div className={classes["grid"]}>
        {editor.answers.map((answer) => (
          <Cell key={answer.key} editor={editor} answer={answer}>
            {children}
          </Cell>
        ))}
      </div>
    </LinkedViews>
  );
}

type CellProps = {
  readonly editor: Editor;
  readonly answer: Answer;
  readonly children: ReactNode;
};

function Cell({ editor, answer, children }: CellProps) {
  const own = useMemo(() => cellEditor(editor, answer), [editor, answer]);
  const isFix = editor.canEdit && answer.key === editor.focus;
  const style = { "--ink": answer.colour } as CSSProperties;
  return (
    <section className={classes["cell"]} style={style} aria-label={`Answer of ${answer.name}`}>
      <div className={classes["cellHead"]}>
        <Swatch colour={answer.colour} />
        <Text size="sm" fw={600} truncate flex={1}>
          {answer.name}
          {answer.groundTruth && " ★"}
        </Text>
        {answer.kind === "prediction" && (
          <Badge size="xs" color="grape" variant="light">
            Model
          </Badge>
        )}
        {isFix && (
          <Badge size="xs" variant="light">
            Your fix
          </Badge>
        )}
        {editor.canEdit && !isFix && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Take all from ${answer.name}`}
            onClick={() => takeAll(editor, answer)}
          >
            Take all
          </Button>
        )}
      </div>
      <EditorContext value={own}>{children}</EditorContext>
    </section>
  );
}

/** The same state seen by one answer: what others have selected shines on its counterpart here. */
export function cellEditor(editor: Editor, answer: Answer): Editor {
  const regions = editor.regions.filter((shown) => shown.answer.key === answer.key);
  const isOwn = (ref: string | null | undefined) => regions.some((shown) => shown.ref === ref);
  const counterpart = (ref: string | null | undefined) =>
    regions.find(({ comparison }) => ref != null && comparison?.counterparts.includes(ref))?.ref;
  const { selected, hovered } = editor;
  const own = isOwn(selected?.ref) ? selected : null;
  const shines = isOwn(hovered)
    ? hovered
    : (counterpart(hovered) ?? (own === null ? counterpart(selected?.ref) : null));
  return {
    ...editor,
    answers: [answer],
    regions,
    focus: answer.key,
    canEdit: editor.canEdit && answer.key === editor.focus,
    selected: own,
    picked: new Set([...editor.picked].filter(isOwn)),
    hovered: shines ?? null,
  };
}
