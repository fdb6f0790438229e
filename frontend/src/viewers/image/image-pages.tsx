/** The row of pictures of one task: which is shown, and how many regions lie on each. */
import { ActionIcon, Group, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { plural } from "@/lib/format";
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import type { DataObject } from "../config";
import { useEditor } from "../editor";
import type { MediaAddress } from "../media/address";
import classes from "./image-viewer.module.css";
import { pageOf } from "./pages";

type Props = {
  readonly object: DataObject;
  readonly addresses: readonly MediaAddress[];
  readonly page: number;
  readonly setPage: (page: number) => void;
  /** False while the keys belong to another row of pictures. */
  readonly atHand: boolean;
};

export function ImagePages({ object, addresses, page, setPage, atHand }: Props) {
  const { regions } = useEditor();
  const here = regions.filter(({ region }) => region.object === object.name);
  const turn = (id: string, label: string, key: string, to: number): Action => ({
    id: `image.${id}`,
    label,
    keys: [key],
    group: "Image",
    enabled: to >= 0 && to < addresses.length,
    repeats: true,
    run: () => setPage(to),
  });
  const before = turn("before", "Image before", "PageUp", page - 1);
  const next = turn("next", "Next image", "PageDown", page + 1);
  useShortcuts([before, next].map((action) => ({ ...action, enabled: atHand && action.enabled })));

  return (
    <Group gap={6} wrap="nowrap" className={classes["pages"]} role="group" aria-label="Images">
      <Turn action={before} icon={<IconChevronLeft size={16} />} />
      <ScrollArea type="auto" offsetScrollbars="present">
        <Group gap={6} wrap="nowrap">
          {addresses.map((address, at) => {
            const own = here.filter(({ region }) => pageOf(region.item) === at);
            const differs = own.some(
              ({ comparison }) => comparison !== undefined && comparison.standing !== "agreeing",
            );
            return (
              <UnstyledButton
                // biome-ignore lint/suspicious/noArrayIndexKey: pictures are known by their place.
                key={at}
                className={classes["page"]}
                aria-current={at === page ? "page" : undefined}
                aria-label={`Image ${at + 1} of ${addresses.length}, ${plural(own.length, "region")}${differs ? ", annotators differ" : ""}`}
                onClick={() => setPage(at)}
              >
                {address.kind === "url" && (
                  <img src={address.url} alt="" loading="lazy" className={classes["thumbnail"]} />
                )}
                <Text component="span" size="xs">
                  {at + 1}
                  {own.length > 0 && ` · ${own.length}`}
                  {differs && " ≠"}
                </Text>
              </UnstyledButton>
            );
          })}
        </Group>
      </ScrollArea>
      <Turn action={next} icon={<IconChevronRight size={16} />} />
    </Group>
  );
}

function Turn({ action, icon }: { action: Action; icon: React.ReactNode }) {
  return (
    <ActionIcon
      variant="default"
      aria-label={action.label}
      title={`${action.label} (${action.keys[0]})`}
      disabled={!action.enabled}
      onClick={action.run}
    >
      {icon}
    </ActionIcon>
  );
}
