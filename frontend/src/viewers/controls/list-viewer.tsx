import { Text } from "@mantine/core";
import type { DataObject } from "../config";
import { useEditor } from "../editor";
import type { TaskData } from "../task-data";
import classes from "./controls.module.css";
import { itemsOf } from "./ranking";

type Props = { readonly object: DataObject; readonly data: TaskData };

/** The items of a List. While they are being ranked, the Ranker itself shows them. */
export function ListViewer({ object, data }: Props) {
  const { config, canEdit } = useEditor();
  const ranked = [...config.controls.values()].some(
    ({ tag, objects, attrs }) =>
      tag === "Ranker" && attrs["perRegion"] !== "true" && objects.includes(object.name),
  );
  if (ranked && canEdit) return null;
  const items = itemsOf(object, data);
  const title = object.attrs["title"] ?? "";
  return (
    <section className={classes["list"]} aria-label={title || object.name}>
      {title !== "" && (
        <Text size="sm" fw={600}>
          {title}
        </Text>
      )}
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          The list is empty.
        </Text>
      )}
      <ul className={classes["items"]}>
        {items.map(({ id, title: name, body }) => (
          <li key={id} className={classes["listItem"]}>
            {name}
            {body !== "" && <span className={classes["itemBody"]}>{body}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
