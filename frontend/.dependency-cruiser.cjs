/** The direction of imports: app -> routes -> features -> viewers -> components, lib, api. */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "features-do-not-import-each-other",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "features-do-not-import-app-or-routes",
      severity: "error",
      from: { path: "^src/features/" },
      to: { path: "^src/(app|routes)/" },
    },
    {
      name: "routes-do-not-import-app",
      severity: "error",
      from: { path: "^src/routes/" },
      to: { path: "^src/app/" },
    },
    {
      name: "viewers-do-not-import-upward",
      severity: "error",
      from: { path: "^src/viewers/" },
      to: { path: "^src/(app|routes|features)/" },
    },
    {
      name: "shared-code-does-not-import-upward",
      severity: "error",
      from: { path: "^src/(api|components|lib)/" },
      to: { path: "^src/(app|routes|features|viewers)/" },
    },
    {
      name: "product-code-does-not-import-tests",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.test\\.tsx?$|^src/test/" },
      to: { path: "^src/test/|\\.test\\.tsx?$" },
    },
    {
      name: "heavy-libraries-stay-where-they-are-loaded-lazily",
      comment:
        "echarts belongs to components/chart, konva to viewers; both are reached by dynamic import.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(components/chart|viewers)/" },
      to: {
        path: "node_modules/(echarts|zrender|konva|react-konva)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "\\.d\\.ts$|^src/(main\\.tsx|test/)" },
      to: {},
    },
    { name: "nothing-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
