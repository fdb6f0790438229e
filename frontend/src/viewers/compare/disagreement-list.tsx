/** What the answers disagree about: a list that jumps there, and what each of them says. */
import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCheck } from "@tabler/icons-react";
import type { RefObject } from "react";
import { KeyHint } from "@/components/key-hint";
import { useShortcuts } from "@/lib/use-shortcuts";
import { useEditor } from "../editor";
import { Swatch } from "../legend";
import type { TaskData } from "../task-data";
import viewers from "../viewers.module.css";
import classes from "./compare.module.css";
import type { Disagreement, DisagreementKind, Side } from "./disagreements";
import { RowList } from "./row-list";
import { canTake, takeOne, takeTheirAnswer } from "./taking";
import { disagreementActions, useDisagreements } from "./use-disagreements";

const ROW_HEIGHT = 34;

export const KIND_NAMES: Readonly<Record<DisagreementKind, string>> = {
  label: "label",
  place: "place",
  "label and place": "label, place",
  missing: "missing",
  extra: "extra",
  "not by all": "not by all",
  answer: "answer",
  "answer for a region": "answer",
  relation: "relation",
};

/** The same, where the two answers are before and after a fix. */
const CHANGE_NAMES: Readonly<Record<DisagreementKind, string>> = {
  ...KIND_NAMES,
  missing: "removed",
  extra: "added",
  "not by all": "changed",
};

type Props = {
  readonly data: TaskData;
  /** Everything on screen: answers to questions are brought into sight in it. */
  readonly frame: RefObject<HTMLElement | null>;
  /** The answers are the fix and what was there before. */
  readonly versions: boolean;
};

export function DisagreementList({ data, frame, versions }: Props) {
  const disagreements = useDisagreements(useEditor(), data, frame);
  const { list, ready, at, go, step } = disagreements;
  useShortcuts(disagreementActions(disagreements));
  const names = versions ? CHANGE_NAMES : KIND_NAMES;
  const title = versions ? "What you changed" : "What they disagree about";
  const current = list[at];
  return (
    <section className={viewers["list"]} aria-label={title}>
      <Group justify="space-between" px="xs" pb={6} wrap="nowrap" gap={4}>
        <Text size="sm" fw={600}>
          {title}{" "}
          <Text span size="sm" c="dimmed" fw={400}>
            {list.length === 0 ? "" : at < 0 ? list.length : `${at + 1} of ${list.length}`}
          </Text>
        </Text>
        {list.length > 0 && (
          <Group gap={2} wrap="nowrap">
            <Step label="Previous" keyText="Shift+F8" icon={IconArrowUp} onClick={() => step(-1)} />
            <Step label="Next" keyText="F8" icon={IconArrowDown} onClick={() => step(1)} />
          </Group>
        )}
      </Group>
      {list.length === 0 ? (
        <Text size="sm" c="dimmed" px="xs" pb="xs">
          {ready && <IconCheck size={14} className={classes["inline"]} aria-hidden />}{" "}
          {!ready && "Comparing…"}
          {ready && (versions ? "Nothing is changed." : "Nothing: all answers shown agree.")}
        </Text>
      ) : (
        <div className={classes["disagreements"]}>
          <RowList
            label={title}
            count={list.length}
            height={ROW_HEIGHT}
            current={at}
            isSelected={(row) => row === at}
            keyOf={(row) => list[row]?.key ?? String(row)}
            onSelect={go}
          >
            {(row) => {
              const found = list[row];
              return found === undefined ? null : <Row found={found} names={names} />;
            }}
          </RowList>
        </div>
      )}
      {current !== undefined && <Sides found={current} versions={versions} />}
    </section>
  );
}

type RowProps = {
  readonly found: Disagreement;
  readonly names: Readonly<Record<DisagreementKind, string>>;
};

function Row({ found: { kind, subject }, names }: RowProps) {
  return (
    <>
      <span className={classes["kind"]} data-kind={kind}>
        {names[kind]}
      </span>
      <span className={viewers["rowText"]} title={subject}>
        {subject}
      </span>
    </>
  );
}

/** What each answer says about it, to look at or to take. */
function Sides({ found, versions }: { found: Disagreement; versions: boolean }) {
  return (
    <ul className={classes["sides"]} aria-label={`What each says about ${found.subject}`}>
      {found.sides.map((side) => (
        <li key={side.answer.key} className={classes["side"]}>
          <Swatch colour={side.answer.colour} />
          <SideWords side={side} />
          <TakeButton found={found} side={side} versions={versions} />
        </li>
      ))}
    </ul>
  );
}

function SideWords({ side: { answer, refs, words } }: { side: Side }) {
  const editor = useEditor();
  const [ref] = refs;
  const text = (
    <>
      <strong>{answer.name}</strong> {words}
    </>
  );
  if (ref === undefined) return <span className={classes["words"]}>{text}</span>;
  return (
    <button
      type="button"
      className={classes["jump"]}
      onClick={() => editor.select(ref)}
      onPointerEnter={() => editor.hover(ref)}
      onPointerLeave={() => editor.hover(null)}
    >
      {text}
    </button>
  );
}

type TakeProps = {
  readonly found: Disagreement;
  readonly side: Side;
  readonly versions: boolean;
};

function TakeButton({ found, side, versions }: TakeProps) {
  const editor = useEditor();
  const { answer, refs } = side;
  const shown = editor.regions.find(({ ref }) => ref === refs[0]);
  if (!editor.canEdit || answer.key === editor.focus) return null;
  const label = versions ? "Bring back" : "Take";
  if (shown !== undefined) {
    if (!canTake(editor, shown)) return null;
    return <Take label={label} name={answer.name} onClick={() => takeOne(editor, shown)} />;
  }
  const { control } = found;
  if (control === null) return null;
  return (
    <Take
      label={label}
      name={answer.name}
      onClick={() => takeTheirAnswer(editor, answer, control)}
    />
  );
}

type ButtonProps = { readonly label: string; readonly name: string; readonly onClick: () => void };

function Take({ label, name, onClick }: ButtonProps) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`${label} from ${name}`}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

type StepProps = {
  readonly label: string;
  readonly keyText: string;
  readonly icon: typeof IconArrowUp;
  readonly onClick: () => void;
};

function Step({ label, keyText, icon: Icon, onClick }: StepProps) {
  return (
    <Tooltip
      label={
        <Group gap={6}>
          {label} <KeyHint keyText={keyText} />
        </Group>
      }
    >
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
