import { useComputedColorScheme } from "@mantine/core";
import { BarChart, PieChart } from "echarts/charts";
import { GridComponent, LegendScrollComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use as register } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

register([BarChart, PieChart, GridComponent, TooltipComponent, LegendScrollComponent, SVGRenderer]);

export type ChartOption = EChartsCoreOption;

type Props = {
  /** Made anew when the colour scheme changes: text and lines follow the page. */
  option: (colors: ChartColors) => ChartOption;
  label: string;
  height: number;
  /** The place of the bar or slice that was clicked, from 0. */
  onSelect?: ((index: number) => void) | undefined;
};

export type ChartColors = { text: string; dimmed: string; line: string; background: string };

function readColors(element: HTMLElement): ChartColors {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: color("--mantine-color-text"),
    dimmed: color("--mantine-color-dimmed"),
    line: color("--mantine-color-default-border"),
    background: color("--mantine-color-body"),
  };
}

/** One ECharts drawing. Its data also stand in a table beside it, so it is one picture to a screen reader. */
export default function EChart({ option, label, height, onSelect }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes what the colours read are.
  useEffect(() => {
    const element = container.current;
    if (element === null) {
      return;
    }
    const chart = init(element, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(element).fontFamily },
      ...option(readColors(element)),
    });
    if (onSelect !== undefined) {
      chart.on("click", ({ dataIndex }) => onSelect(dataIndex));
    }
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, onSelect, scheme]);

  return <div ref={container} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
