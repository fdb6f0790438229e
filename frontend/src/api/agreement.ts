/** Agreement figures with their uncertainty, under the names the features use. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type AgreementReport = Schemas["AgreementReportOut"];
export type OverallFigure = Schemas["OverallFigure"];
export type DimensionFigure = Schemas["DimensionFigure"];
export type Coefficient = Schemas["Coefficient"];
export type LabelAgreement = Schemas["LabelAgreement"];
export type Participant = Schemas["Participant"];
export type AgreementMatrix = Schemas["MatrixOut"];
export type Confusion = Schemas["ConfusionOut"];
export type ConfusedTasks = Schemas["ConfusedTasksOut"];
export type ConfusionMode = Schemas["ConfusionMode"];
export type TaskAgreement = Schemas["TaskAgreementOut"];
