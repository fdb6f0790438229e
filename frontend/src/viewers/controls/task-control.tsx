/** A control that is answered for the whole task: the answer under review to edit, and who answered what. */
import type { Control } from "../config";
import { setAnswer } from "../document";
import { useEditor } from "../editor";
import type { TaskData } from "../task-data";
import { taskAnswer, titleOf } from "./answers";
import { ControlFrame } from "./control-frame";
import { Answer, Distribution } from "./distribution";
import { FIELDS } from "./fields";
import { ChoiceBoxes, isSelect } from "./fields/choices-answer";
import { allAgree } from "./tally";

type Props = { readonly control: Control; readonly data: TaskData };

export function TaskControl({ control, data }: Props) {
  const { answers, config, focus, canEdit, edit, identity } = useEditor();
  const { name, type } = control;
  const given = answers.map((answer) => ({ answer, value: taskAnswer(answer.result, control) }));
  const mine = given.find(({ answer }) => answer.key === focus)?.value;
  const Field = FIELDS[type];
  const words = { config, control, data };
  const several = given.length > 1;

  const write = (value: unknown, merge?: string) =>
    edit(setAnswer({ control: name, object: control.objects[0] ?? "", type }, value), merge);

  if (type === "choices" && !isSelect(control)) {
    return (
      <ControlFrame title={titleOf(control)} agree={allAgree(type, given)}>
        <ChoiceBoxes
          control={control}
          data={data}
          value={mine}
          given={several ? given : []}
          showKeys={canEdit}
          {...(canEdit ? { onChange: write } : {})}
        />
      </ControlFrame>
    );
  }
  return (
    <ControlFrame title={titleOf(control)} agree={allAgree(type, given)}>
      {canEdit && Field !== undefined && (
        <Field
          // Another task starts with closed lists and nothing half typed.
          key={identity}
          control={control}
          data={data}
          value={mine}
          label={titleOf(control)}
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
