/** A view of a small task for the tests of controls. */
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { useState } from "react";
import { readConfig } from "../config";
import {
  type AnnotationDocument,
  applyEdit,
  type Edit,
  isChanged,
  openDocument,
} from "../document";
import { type Editor, EditorContext } from "../editor";
import { showRegions } from "../shown-regions";
import type { Answer, ConfigNode, Result, ResultItem } from "../types";
import { CONTROL_VIEWERS } from "./control-viewers";
import { RegionFields } from "./region-fields";

export const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: readonly ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

/** The answer of the control "c". */
export const item = (type: string, value: Record<string, unknown>): ResultItem => ({
  id: "i",
  from_name: "c",
  to_name: "text",
  type,
  value,
});

export const answer = (name: string, result: Result): Answer => ({
  key: name,
  name,
  kind: "annotation",
  groundTruth: false,
  colour: "#123456",
  result,
});

let current: AnnotationDocument;

/** The document as it is now. */
export const latest = () => current;
export const isUnchanged = () => !isChanged(current);

type Options = { readonly editable?: boolean; readonly data?: Record<string, unknown> };

/** The first answer is the one under review. */
export function renderControls(
  config: ConfigNode,
  answers: readonly Answer[],
  { editable = true, data = { text: "A text." } }: Options = {},
) {
  return render(<View config={config} answers={answers} editable={editable} data={data} />);
}

type Props = Required<Options> & {
  readonly config: ConfigNode;
  readonly answers: readonly Answer[];
};

/** Only what the controls use of an editor; `selected` is the first region of the first answer. */
function View({ config: root, answers, editable, data }: Props) {
  const [document, setDocument] = useState(() => openDocument(answers[0]?.result ?? []));
  current = document;
  const config = readConfig(root, ["a"]);
  const shown = answers.map((each, at) =>
    at === 0 ? { ...each, result: document.current } : each,
  );
  const regions = showRegions(config, shown);
  const selected = regions[0] ?? null;
  const editor = {
    identity: "task",
    config,
    answers: shown,
    regions,
    selected,
    focus: answers[0]?.key ?? null,
    canEdit: editable,
    edit: (edit: Edit, merge?: string) =>
      setDocument((before) => applyEdit(before, edit, merge ?? null)),
  } as unknown as Editor;
  return (
    <MantineProvider env="test">
      <EditorContext value={editor}>
        {[...config.controls.values()].map((control) => {
          const Viewer = control.attrs["perRegion"] ? undefined : CONTROL_VIEWERS[control.tag];
          return Viewer && <Viewer key={control.name} control={control} data={data} />;
        })}
        {selected !== null && <RegionFields shown={selected} data={data} />}
      </EditorContext>
    </MantineProvider>
  );
}
