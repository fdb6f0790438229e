import { createTheme, type MantineColorsTuple } from "@mantine/core";

const slate: MantineColorsTuple = [
  "#eef4fb",
  "#dbe6f2",
  "#b3cbe4",
  "#88aed7",
  "#6596cb",
  "#4e87c4",
  "#3f7fc1",
  "#306dab",
  "#24619a",
  "#0f5389",
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const SYSTEM_MONOSPACE =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

export const theme = createTheme({
  colors: { slate },
  primaryColor: "slate",
  primaryShade: { light: 8, dark: 7 },
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: SYSTEM_MONOSPACE,
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: "600" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Table: { styles: { td: { verticalAlign: "middle", fontVariantNumeric: "tabular-nums" } } },
    // Coloured text on its own light tint is hard to read; the tint alone carries the colour.
    Badge: {
      styles: (_theme: unknown, { variant }: { variant?: string }) =>
        variant === "light" ? { label: { color: "var(--mantine-color-text)" } } : {},
    },
  },
});
