import { ActionIcon, Group, Text, VisuallyHidden } from "@mantine/core";
import {
  IconFlame,
  IconFlameFilled,
  IconHeart,
  IconHeartFilled,
  IconMoodSmile,
  IconMoodSmileFilled,
  IconStar,
  IconStarFilled,
  IconX,
} from "@tabler/icons-react";
import { type KeyboardEvent, useId } from "react";
import { mostStars } from "../answers";
import classes from "../controls.module.css";
import type { FieldProps } from "../field";

type Icon = typeof IconStar;

const STARS: readonly [Icon, Icon] = [IconStar, IconStarFilled];

const SYMBOLS: Readonly<Record<string, readonly [Icon, Icon]>> = {
  star: STARS,
  heart: [IconHeart, IconHeartFilled],
  fire: [IconFlame, IconFlameFilled],
  smile: [IconMoodSmile, IconMoodSmileFilled],
};

/** Stars to press: one radio button each. */
export function RatingAnswer({ control, value, label, onChange }: FieldProps) {
  const name = useId();
  const most = mostStars(control);
  const given = typeof value === "number" ? value : 0;
  const [Empty, Full] = SYMBOLS[control.attrs["icon"] ?? ""] ?? STARS;
  return (
    <Group gap="xs">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps the arrow keys of its radio buttons. */}
      <div className={classes["stars"]} onKeyDown={keepArrows}>
        {Array.from({ length: most }, (_star, at) => at + 1).map((star) => (
          <label key={star} className={classes["star"]} data-on={star <= given || undefined}>
            <VisuallyHidden>
              <input
                type="radio"
                name={name}
                aria-label={`${star} of ${most}`}
                checked={star === given}
                onChange={() => onChange(star)}
              />
            </VisuallyHidden>
            {star <= given ? <Full size={22} aria-hidden /> : <Empty size={22} aria-hidden />}
          </label>
        ))}
      </div>
      <Text size="xs" c="dimmed">
        {given === 0 ? "No rating" : `${given} of ${most}`}
      </Text>
      {given !== 0 && (
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={`Take the rating of ${label} away`}
          onClick={() => onChange(null)}
        >
          <IconX size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}

/** The arrow keys go from star to star here; elsewhere on the page they move a region. */
function keepArrows(event: KeyboardEvent): void {
  if (event.key.startsWith("Arrow")) event.stopPropagation();
}
