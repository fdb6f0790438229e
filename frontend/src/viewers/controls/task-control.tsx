/** A control that is answered for the whole task: the answer under review to edit, and who answered what. */
import type { Config, Control } from "../config";
import { setAnswer } from "../document";
import { useEditor } from "../editor";
import { picturesOf } from "../image/pages";
import type { TaskData } from "../task-data";
import type { Answer as Answered } from "../types";
import { isPerItem, taskAnswer, titleOf } from "./answers";
import { ControlFrame } from "./control-frame";
import { Answer, Distribution } from "./distribution";
import { FIELDS } from "./fields";
import { ChoiceBoxes, isSelect } from "./fields/choices-answer";
import { picturesAnswered } from "./shown-answers";
import { allAgree } from "./tally";

type Props = { readonly control: Control; readonly data: TaskData };

export function TaskControl({ control, data }: Props) {
  const { answers, config } = useEditor();
  if (!isPerItem(control)) return <OneAnswer control={control} data={data} />;
  return pictures(config, control, data, answers).map((index) => (
    <OneAnswer key={index} control={control} data={data} itemIndex={index} />
  ));
}

/** Every picture of the task, and those that only the answers know of. */
function pictures(
  config: Config,
  control: Control,
  data: TaskData,
  answers: readonly Answered[],
): readonly number[] {
  const object = config.objects.get(control.objects[0] ?? "");
  const count = object === undefined ? 1 : (picturesOf(object, data)?.length ?? 1);
  const answered = answers.flatMap(({ result }) => picturesAnswered(control, result));
  const all = [...Array(count).keys(), ...answered.filter((index) => index !== undefined)];
  return [...new Set(all)].sort((left, right) => left - right);
}

function OneAnswer({ control, data, itemIndex }: Props & { readonly itemIndex?: number }) {
  const { answers, config, focus, canEdit, edit, identity } = useEditor();
  const { name, type } = control;
  const given = answers.map((answer) => ({
    answer,
    value: taskAnswer(answer.result, control, itemIndex),
  }));
  const mine = given.find(({ answer }) => answer.key === focus)?.value;
  const Field = FIELDS[type];
  const words = { config, control, data };
  const several = given.length > 1;
  const title =
    itemIndex === undefined ? titleOf(control) : `${titleOf(control)}, picture ${itemIndex + 1}`;
  const target = { control: name, object: control.objects[0] ?? "", type, itemIndex };

  const write = (value: unknown, merge?: string) =>
    edit(setAnswer(target, value), merge && `${merge} ${itemIndex ?? ""}`);

  if (type === "choices" && !isSelect(control)) {
    return (
      <ControlFrame title={title} agree={allAgree(type, given)}>
        <ChoiceBoxes
          control={control}
          data={data}
          value={mine}
          given={several ? given : []}
          showKeys={canEdit && itemIndex === undefined}
          {...(canEdit ? { onChange: write } : {})}
        />
      </ControlFrame>
    );
  }
  return (
    <ControlFrame title={title} agree={allAgree(type, given)}>
      {canEdit && Field !== undefined && (
        <Field
          // Another task starts with closed lists and nothing half typed.
          key={identity}
          control={control}
          data={data}
          value={mine}
          label={title}
          onChange={write}
        />
      )}
      {!canEdit && !several && <Answer words={words} value={mine} />}
      {several && (
        <Distribution
          words={words}
          given={given}
          mine={mine}
          onTake={canEdit ? write : undefined}
        />
      )}
    </ControlFrame>
  );
}
