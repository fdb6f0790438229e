import { Card, Radio, Stack, Text, Title } from "@mantine/core";
import { NumberField } from "@/components/number-field";
import { isThresholdFine, type Settings } from "./draft";
import type { Methodology } from "./types";

const METHODOLOGIES: readonly { value: Methodology; label: string; description: string }[] = [
  {
    value: "pairwise",
    label: "Pairwise: how alike are two annotators, on average?",
    description:
      "Every two annotators of a task are compared, and the mean counts. Answers A, A and C make 33 %: of three pairs one agrees.",
  },
  {
    value: "consensus",
    label: "Consensus: how large is the group that agrees?",
    description:
      "The largest group of annotators who agree, as a share of all. Answers A, A and C make 67 %. Two answers agree or they do not, so a metric that gives anything between 0 and 1 needs a threshold.",
  },
];

type Props = {
  settings: Settings;
  readOnly: boolean;
  onMethodology: (methodology: Methodology) => void;
  onThreshold: (threshold: number | null) => void;
};

/** How the answers to a task become one figure, and below which it counts as low. */
export function MethodologyChoice({ settings, readOnly, onMethodology, onThreshold }: Props) {
  return (
    <Card withBorder component="section" aria-label="How agreement is measured">
      <Stack>
        <Title order={2} size="h4">
          How agreement is measured
        </Title>
        <Radio.Group
          label="From the answers to a task to its figure"
          value={settings.methodology}
          onChange={(value) => onMethodology(value === "consensus" ? "consensus" : "pairwise")}
        >
          <Stack gap="sm" mt="xs">
            {METHODOLOGIES.map(({ value, label, description }) => (
              <Radio
                key={value}
                value={value}
                label={label}
                description={description}
                disabled={readOnly}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          Where nobody agrees with anybody, consensus is one of n and not 0: one annotator still
          agrees with themselves. The matrix of annotators is pairwise in both.
        </Text>
        <NumberField
          label="Low agreement below"
          description="Tasks under it are counted on the dashboard. Empty: no task counts as low."
          suffix=" %"
          min={0}
          max={100}
          step={5}
          decimalScale={1}
          w={260}
          maw="100%"
          disabled={readOnly}
          value={settings.threshold === null ? null : Math.round(settings.threshold * 1000) / 10}
          error={isThresholdFine(settings.threshold) ? null : "Must be 0 to 100."}
          onValue={(value) => onThreshold(value === null ? null : value / 100)}
        />
      </Stack>
    </Card>
  );
}
