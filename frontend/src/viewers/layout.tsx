/** Renders the labeling config: the author's arrangement, with a viewer for each control and object. */
import { Text, Title } from "@mantine/core";
import { type CSSProperties, lazy, Suspense } from "react";
import { ChoicesViewer } from "./choices-viewer";
import { type Config, type DataObject, resolveValue, type TaskData } from "./config";
import { useEditor } from "./editor";
import { LabelBar } from "./label-bar";
import { RawAnswers } from "./raw-answers";
import { safeStyle } from "./safe-style";
import { TextViewer } from "./text/text-viewer";
import type { ConfigNode } from "./types";
import classes from "./viewers.module.css";

/** Konva is loaded with the first picture. */
const ImageViewer = lazy(() =>
  import("./image/image-viewer").then((module) => ({ default: module.ImageViewer })),
);

/** Fetch the code for pictures ahead of the first task that needs it. */
export function preloadImageViewer(): void {
  void import("./image/image-viewer");
}

type Props = {
  readonly config: Config;
  readonly data: TaskData;
  readonly toUrl: (url: string) => string;
};

export function Layout({ config, data, toUrl }: Props) {
  return (
    <>
      <Node node={config.root} config={config} data={data} toUrl={toUrl} />
      <RawAnswers control={null} tag="No control of the config" />
    </>
  );
}

type NodeProps = Props & { readonly node: ConfigNode };

function Node({ node, config, data, toUrl }: NodeProps) {
  const name = node.attrs["name"] ?? "";
  const control = config.controls.get(name);
  const object = config.objects.get(name);

  if (control !== undefined) {
    if (control.tag === "Choices") {
      // Answers of single regions stand in the list of regions.
      return control.attrs["perRegion"] === "true" ? null : (
        <>
          <ChoicesViewer control={control} data={data} />
          <RawAnswers control={name} tag={control.tag} />
        </>
      );
    }
    return (
      <>
        {control.labels.length > 0 && <LabelBar control={control} />}
        <RawAnswers control={name} tag={control.tag} />
      </>
    );
  }
  if (object !== undefined && node.tag !== "Header") {
    return <ObjectView object={object} data={data} toUrl={toUrl} />;
  }
  if (node.tag === "Header") return <Header node={node} data={data} />;
  if (node.tag === "Style") return null;

  const style = node.tag === "View" ? safeStyle(node.attrs["style"]) : undefined;
  return <Group node={node} config={config} data={data} toUrl={toUrl} style={style} />;
}

function Group({ style, ...props }: NodeProps & { readonly style: CSSProperties | undefined }) {
  return (
    <div className={classes["content"]} style={style}>
      {props.node.children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the config of a project does not change on screen.
        <Node key={index} {...props} node={child} />
      ))}
    </div>
  );
}

function Header({ node, data }: { readonly node: ConfigNode; readonly data: TaskData }) {
  const text = inText(resolveValue(node.attrs["value"], data));
  const size = Number(node.attrs["size"] ?? 4);
  const order = ([1, 2, 3, 4, 5, 6] as const).find((each) => each === size) ?? 4;
  return (
    <Title order={3} size={`h${Math.max(order, 3) as 3 | 4 | 5 | 6}`} className={classes["hint"]}>
      {text}
    </Title>
  );
}

function ObjectView({ object, data, toUrl }: Omit<Props, "config"> & { object: DataObject }) {
  const { identity } = useEditor();
  const value = resolveValue(object.attrs["value"], data);
  if (object.tag === "Text") {
    return <TextViewer key={identity} object={object} text={inText(value)} />;
  }
  if (object.tag === "Image") {
    const url = typeof value === "string" && value.trim() !== "" ? toUrl(value) : null;
    return (
      <Suspense fallback={<Text className={classes["hint"]}>Loading the image viewer…</Text>}>
        <ImageViewer object={object} url={url} />
      </Suspense>
    );
  }
  return (
    <div className={classes["rawObject"]}>
      <Text size="xs" c="dimmed">
        {object.tag} {object.name}, shown as it is stored
      </Text>
      <pre className={classes["rawValue"]}>{inText(value)}</pre>
    </div>
  );
}

/** Any value of a task as text. It is always rendered as text: markup in it stays visible. */
function inText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}
