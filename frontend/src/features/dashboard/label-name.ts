/** "" stands for no label at all. */
export const labelName = (label: string): string => (label === "" ? "(nothing)" : label);
