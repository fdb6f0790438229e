/** The agreement settings of a project, as the API sends them. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type MetricParameter = Schemas["MetricParameterOut"];
export type MetricInfo = Schemas["MetricOut"];
export type ParamValue = MetricParameter["default"];
export type Dimension = Schemas["DimensionOut"];
export type AgreementSettings = Schemas["AgreementSettingsOut"];
export type Methodology = AgreementSettings["agreement_methodology"];

export type JsonPath = Required<Schemas["JsonPath"]>;
export type PathKind = JsonPath["kind"];
export type NewDimension = Schemas["DimensionIn"];
export type PathTest = Schemas["PathTestIn"];
export type PathTestResult = Schemas["PathTestOut"];

export type Rebuild = Schemas["RebuildOut"];
export type Participant = Schemas["Participant"];
export type Problem = Schemas["ProblemOut"];
export type ProblemPage = Schemas["ProblemsOut"];

export type CustomFunction = Schemas["CustomCodeOut"];
export type CustomCheck = Schemas["CustomCheckOut"];
export type CustomLog = Schemas["CustomLogOut"];
