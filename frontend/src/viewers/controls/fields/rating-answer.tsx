import { ActionIcon, Group, Rating, Text } from "@mantine/core";
import { IconHeart, IconHeartFilled, IconMoodSmile, IconX } from "@tabler/icons-react";
import { IconFlame, IconFlameFilled, IconMoodSmileFilled } from "@tabler/icons-react";
import { mostStars } from "../answers";
import type { FieldProps } from "../field";

const SIZE = 22;

const SYMBOLS: Readonly<Record<string, readonly [typeof IconHeart, typeof IconHeart]>> = {
  heart: [IconHeart, IconHeartFilled],
  fire: [IconFlame, IconFlameFilled],
  smile: [IconMoodSmile, IconMoodSmileFilled],
};

/** Stars to press; the one that is on takes the answer away. */
export function RatingAnswer({ control, value, label, onChange }: FieldProps) {
  const most = mostStars(control);
  const stars = typeof value === "number" ? value : 0;
  const symbols = SYMBOLS[control.attrs["icon"] ?? ""];
  const [Empty, Full] = symbols ?? [null, null];
  return (
    <Group gap="xs" role="group" aria-label={label}>
      <Rating
        count={most}
        value={stars}
        fractions={Number.isInteger(stars) ? 1 : 2}
        highlightSelectedOnly={false}
        getSymbolLabel={(star) => `${star} of ${most}`}
        onChange={(star) => {
          if (star > 0) onChange(Math.ceil(star));
        }}
        {...(Empty !== null && Full !== null
          ? { emptySymbol: <Empty size={SIZE} />, fullSymbol: <Full size={SIZE} /> }
          : {})}
      />
      <Text size="xs" c="dimmed">
        {stars === 0 ? "No rating" : `${stars} of ${most}`}
      </Text>
      {stars !== 0 && (
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
