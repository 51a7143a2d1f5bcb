// Draws the series of a figure page from the table beside it; loaded only where there is one.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

for (const place of document.querySelectorAll<HTMLElement>("[data-chart]")) {
  const source = document.getElementById(place.dataset.chart ?? "");
  const rows = Array.from(source?.querySelectorAll("tbody tr") ?? []);
  const labels = rows.map((row) => row.querySelector("[data-x]")?.textContent?.trim() ?? "");
  const values = rows.map((row) => Number((row.querySelector("[data-y]") as HTMLElement | null)?.dataset.y ?? 0));
  const texts = rows.map((row) => row.querySelector("[data-y]")?.textContent?.trim() ?? "");
  const drawn = init(place, undefined, { renderer: "svg" });
  drawn.setOption({
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: { type: "category", data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line") } }, axisLabel: { color: token("--muted") } },
    yAxis: { type: "value", min: 0, splitLine: { lineStyle: { color: token("--line") } }, axisLabel: { color: token("--muted") } },
    series: place.dataset.shape === "step" ? [{ type: "line", step: "end", data: values, showSymbol: false, lineStyle: { color: token("--data"), width: 2 }, itemStyle: { color: token("--data") } }] : [{ type: "bar", data: values, barMaxWidth: 28, itemStyle: { color: token("--data"), borderRadius: [3, 3, 0, 0] }, label: { show: values.length <= 12, position: "top", color: token("--ink"), fontSize: 11, formatter: ({ dataIndex }: { dataIndex: number }) => texts[dataIndex] ?? "" }, labelLayout: { hideOverlap: true } }],
  });
  new ResizeObserver(() => drawn.resize()).observe(place);
}
