// Draws the series of a page from the table beside it; loaded only where there is one.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, LabelLayout, SVGRenderer]);

// data-size is the size of the words, for pages read from afar on a wide wall; colours are those of the place itself.
function draw(place: HTMLElement): void {
  const token = (name: string): string => getComputedStyle(place).getPropertyValue(name).trim();
  const size = place.clientWidth > 600 ? Number(place.dataset.size ?? 12) : 12;
  const source = document.getElementById(place.dataset.chart ?? "");
  const rows = Array.from(source?.querySelectorAll("tbody tr") ?? []);
  const labels = rows.map((row) => row.querySelector("[data-x]")?.textContent?.trim() ?? "");
  const values = rows.map((row) => Number((row.querySelector("[data-y]") as HTMLElement | null)?.dataset.y ?? 0));
  const texts = rows.map((row) => row.querySelector("[data-y]")?.textContent?.trim() ?? "");
  const axisLabel = { color: token("--muted"), fontSize: size };
  const drawn = init(place, undefined, { renderer: "svg" });
  drawn.setOption({
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: place.dataset.shape === "step" ? 2 * size : 8, top: 2 * size, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: { type: "category", data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line") } }, axisLabel },
    yAxis: { type: "value", min: 0, splitLine: { lineStyle: { color: token("--line") } }, axisLabel },
    series: place.dataset.shape === "step" ? [{ type: "line", step: "end", data: values, showSymbol: false, lineStyle: { color: token("--data"), width: 2 }, itemStyle: { color: token("--data") } }] : [{ type: "bar", data: values, barMaxWidth: 28, itemStyle: { color: token("--data"), borderRadius: [3, 3, 0, 0] }, label: { show: values.length <= 12, position: "top", color: token("--ink"), fontSize: size - 1, formatter: ({ dataIndex }: { dataIndex: number }) => texts[dataIndex] ?? "" }, labelLayout: { hideOverlap: true } }],
  });
  const watch = new ResizeObserver(() => (place.isConnected ? drawn.resize() : (watch.disconnect(), drawn.dispose())));
  watch.observe(place);
}

const drawAll = (within: ParentNode): void => within.querySelectorAll<HTMLElement>("[data-chart]").forEach(draw);
drawAll(document);
document.addEventListener("htmx:load", (event) => {
  const fresh = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  if (fresh !== document.body) drawAll(fresh);
});
