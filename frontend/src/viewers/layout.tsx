/** Renders the labeling config: the author's arrangement, with a viewer for each control and object. */
import { Text, Title } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type CSSProperties, createContext, Suspense, useContext, useMemo } from "react";
import { isVisible } from "./conditions";
import { type Config, type Control, type DataObject, inText, resolveValue } from "./config";
import { CONTROL_VIEWERS } from "./controls/control-viewers";
import { useEditor } from "./editor";
import { LabelBar } from "./label-bar";
import { OBJECT_VIEWERS } from "./object-viewers";
import { RawAnswers } from "./raw-answers";
import { drawsRegions } from "./region-controls";
import { readStyleRules, type StyleRules, styleOf } from "./style-rules";
import type { TaskData } from "./task-data";
import type { ConfigNode } from "./types";
import classes from "./viewers.module.css";

type Props = {
  readonly config: Config;
  readonly data: TaskData;
  readonly toUrl: (url: string) => string;
};

const StyleContext = createContext<StyleRules>(new Map());

/** Tags that arrange nothing themselves. */
const SILENT: ReadonlySet<string> = new Set(["Filter", "Relations", "Shortcut", "Style"]);

export function Layout({ config, data, toUrl }: Props) {
  const rules = useMemo(() => readStyleRules(config.root), [config.root]);
  return (
    <StyleContext value={rules}>
      <Node node={config.root} config={config} data={data} toUrl={toUrl} />
      <RawAnswers control={null} tag="No control of the config" />
    </StyleContext>
  );
}

type NodeProps = Props & { readonly node: ConfigNode };

function Node({ node, config, data, toUrl }: NodeProps) {
  const editor = useEditor();
  const rules = useContext(StyleContext);
  const name = node.attrs["name"] ?? "";
  const control = config.controls.get(name);
  const object = config.objects.get(name);

  if (SILENT.has(node.tag) || !isVisible(node, editor)) return null;
  if (control !== undefined) return <ControlView control={control} data={data} />;
  if (object !== undefined && TEXTS[node.tag] === undefined) {
    return <ObjectView object={object} data={data} toUrl={toUrl} />;
  }
  const Own = TEXTS[node.tag];
  if (Own !== undefined) return <Own node={node} data={data} />;
  const style = styleOf(node, rules);
  const group = <Group node={node} config={config} data={data} toUrl={toUrl} style={style} />;
  if (node.tag !== "Panel") return group;
  return (
    <details className={classes["panel"]} open={node.attrs["open"] !== "false"}>
      <summary className={classes["panelTitle"]}>
        <IconChevronRight size={16} aria-hidden />
        {inText(resolveValue(node.attrs["value"], data)) || "More"}
      </summary>
      {group}
    </details>
  );
}

function Group({ style, ...props }: NodeProps & { readonly style: CSSProperties | undefined }) {
  const { attrs } = props.node;
  const inline = attrs["display"] === "inline";
  return (
    <div className={classes["content"]} data-inline={inline || undefined} style={style}>
      {props.node.children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the config of a task does not change on screen.
        <Node key={index} {...props} node={panelOf(props.node, child)} />
      ))}
    </div>
  );
}

/** Whether panels stand open is said by the Collapse around them. */
function panelOf({ tag, attrs }: ConfigNode, child: ConfigNode): ConfigNode {
  const open = attrs["open"];
  if (tag !== "Collapse" || child.tag !== "Panel" || open === undefined) return child;
  return { ...child, attrs: { open, ...child.attrs } };
}

/** Answers for single regions stand beside the list of regions. */
function ControlView({ control, data }: { readonly control: Control; readonly data: TaskData }) {
  const Viewer = CONTROL_VIEWERS[control.tag];
  const { perRegion } = control.attrs;
  return (
    <>
      {drawsRegions(control) && <LabelBar control={control} />}
      {Viewer !== undefined && perRegion !== "true" && <Viewer control={control} data={data} />}
      <RawAnswers control={control.name} tag={control.tag} />
    </>
  );
}

type TextProps = { readonly node: ConfigNode; readonly data: TaskData };

function Header({ node, data }: TextProps) {
  const text = inText(resolveValue(node.attrs["value"], data));
  const size = Number(node.attrs["size"] ?? 4);
  const order = ([1, 2, 3, 4, 5, 6] as const).find((each) => each === size) ?? 4;
  return (
    <Title
      order={3}
      size={`h${Math.max(order, 3) as 3 | 4 | 5 | 6}`}
      className={classes["hint"]}
      style={node.attrs["underline"] === "true" ? { textDecoration: "underline" } : undefined}
    >
      {text}
    </Title>
  );
}

/** Prose of the author; its markup is left as it is written. */
function Prose({ node, data }: TextProps) {
  const text = inText(resolveValue(node.attrs["value"], data)) || (node.text ?? "");
  return (
    <Text size="sm" className={classes["prose"]}>
      {text.trim()}
    </Text>
  );
}

/** Tags that only say something, even where they have a name. */
const TEXTS: Readonly<Record<string, typeof Header>> = {
  Header,
  Html: Prose,
  Markdown: Prose,
};

function ObjectView({ object, data, toUrl }: Omit<Props, "config"> & { object: DataObject }) {
  const Viewer = OBJECT_VIEWERS[object.tag];
  if (Viewer !== undefined) {
    return (
      <Suspense fallback={<Text className={classes["hint"]}>Loading the viewer…</Text>}>
        <Viewer object={object} data={data} toUrl={toUrl} />
      </Suspense>
    );
  }
  return (
    <div className={classes["rawObject"]}>
      <Text size="xs" c="dimmed">
        {object.tag} {object.name}, shown as it is stored
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it. */}
      <pre tabIndex={0} className={classes["rawValue"]}>
        {inText(resolveValue(object.attrs["value"], data))}
      </pre>
    </div>
  );
}
