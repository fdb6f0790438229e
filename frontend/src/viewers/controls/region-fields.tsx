/** What is answered about the selected region: the fields to edit it, and what others answered there. */
import { Text } from "@mantine/core";
import { isVisible } from "../conditions";
import type { Control } from "../config";
import { setRegionAnswer } from "../document";
import { type Editor, isEditable, useEditor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { TaskData } from "../task-data";
import type { ConfigNode } from "../types";
import { isAnswered, regionAnswer, titleOf } from "./answers";
import { ControlFrame } from "./control-frame";
import classes from "./controls.module.css";
import { Answer, Distribution } from "./distribution";
import { FIELDS } from "./fields";
import { allAgree, type Given } from "./tally";

type Props = { readonly shown: ShownRegion; readonly data: TaskData };

export function RegionFields({ shown, data }: Props) {
  const editor = useEditor();
  const controls = regionControls(editor, shown);
  if (controls.length === 0) return null;
  return (
    <section className={classes["fields"]} aria-label="Answers about the selected region">
      {controls.map((control) => (
        <RegionField key={control.name} control={control} shown={shown} data={data} />
      ))}
    </section>
  );
}

function RegionField({ control, shown, data }: Props & { readonly control: Control }) {
  const editor = useEditor();
  const { config, edit } = editor;
  const { region, answer } = shown;
  const { name, type } = control;
  const title = titleOf(control);
  const given = answersThere(editor, shown, control);
  const value = regionAnswer(answer.result, region.key, control);
  const words = { config, control, data };
  const canEdit = isEditable(editor, shown);
  const nameless = region.id === null;
  const Field = canEdit && !nameless ? FIELDS[type] : undefined;

  const write = (next: unknown, merge?: string) =>
    edit(
      setRegionAnswer(region.key, { control: name, type }, next),
      merge === undefined ? undefined : `${merge} of ${region.key}`,
    );

  return (
    <ControlFrame title={title} agree={allAgree(type, given)}>
      {Field === undefined ? (
        given.length < 2 && <Answer words={words} value={value} />
      ) : (
        <Field
          key={shown.ref}
          control={control}
          data={data}
          value={value}
          label={title}
          onChange={write}
        />
      )}
      {canEdit && nameless && (
        <Text size="xs" c="dimmed">
          This region has no id: nothing can be answered about it.
        </Text>
      )}
      {given.length > 1 && (
        <Distribution
          words={words}
          given={given}
          mine={value}
          onTake={Field === undefined ? undefined : write}
        />
      )}
    </ControlFrame>
  );
}

/** The controls of single regions that fit this one, by their object and by their conditions. */
export function regionControls(editor: Editor, shown: ShownRegion): readonly Control[] {
  const situation = { answers: editor.answers, selected: shown };
  return visibleNames(editor.config.root, situation)
    .map((name) => editor.config.controls.get(name))
    .filter((control) => control !== undefined)
    .filter((control) => isAnswered(control) && control.attrs["perRegion"] === "true")
    .filter(({ objects }) => objects.includes(shown.region.object))
    .filter((control) => fits(control, shown));
}

/** `whenTagName` and `whenLabelValue` on the control itself hold without `visibleWhen` too. */
function fits({ attrs }: Control, shown: ShownRegion): boolean {
  if (attrs["visibleWhen"] !== undefined) return true;
  if (attrs["whenTagName"] === undefined && attrs["whenLabelValue"] === undefined) return true;
  const node = { tag: "View", attrs: { ...attrs, visibleWhen: "region-selected" }, children: [] };
  return isVisible(node, { answers: [], selected: shown });
}

function visibleNames(
  node: ConfigNode,
  situation: Parameters<typeof isVisible>[1],
): readonly string[] {
  if (!isVisible(node, situation)) return [];
  const { name, toName } = node.attrs;
  const own = name !== undefined && toName !== undefined ? [name] : [];
  return [...own, ...node.children.flatMap((child) => visibleNames(child, situation))];
}

/** What was answered about this region and about those that others drew at the same place. */
function answersThere({ regions }: Editor, shown: ShownRegion, control: Control): readonly Given[] {
  const refs = new Set([shown.ref, ...(shown.comparison?.counterparts ?? [])]);
  return regions
    .filter(({ ref }) => refs.has(ref))
    .map(({ answer, region }) => ({
      answer,
      value: regionAnswer(answer.result, region.key, control),
    }));
}
