import type { EChartsCoreOption } from 'echarts/core';
import { axisText, tooltipBox } from './option-parts.ts';
import { scaleOver } from './scale.ts';
import type { Colours } from './scheme.ts';

export interface WeekCount {
  readonly day: string;
  readonly isWhole: boolean;
  /** One value a panel, in the panels' order. */
  readonly values: readonly number[];
}

interface WeeklyTexts {
  readonly day: (day: string) => string;
  readonly panels: readonly { readonly name: string; readonly axis: (value: number) => string }[];
  readonly tip: (week: WeekCount) => string;
}

const TOP = 28;
const GAP = 44;

/** Sums by week, a panel under the other, each on its own axis from zero. */
export function weeklyOption(
  weeks: readonly WeekCount[],
  texts: WeeklyTexts,
  colours: Colours,
  height: number,
): EChartsCoreOption {
  const count = texts.panels.length;
  const room = (height - TOP - 28 - GAP * (count - 1)) / count;
  const index = texts.panels.map((_, k) => k);
  return {
    textStyle: { fontFamily: colours.font, fontSize: 12 },
    grid: index.map((k) => ({ left: 48, right: 4, top: TOP + k * (room + GAP), height: room })),
    tooltip: {
      ...tooltipBox(colours),
      formatter: (at: { dataIndex: number }[]) => {
        const week = weeks[at[0]?.dataIndex ?? -1];
        return week === undefined ? '' : texts.tip(week);
      },
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: index.map((k) => ({
      type: 'category',
      gridIndex: k,
      data: weeks.map((week) => week.day),
      axisTick: { show: false },
      axisLine: { show: true, lineStyle: { color: colours.base } },
      axisLabel: {
        ...axisText(colours),
        show: k === count - 1,
        interval: (at: number) => (weeks.length - 1 - at) % 4 === 0,
        formatter: texts.day,
      },
    })),
    yAxis: texts.panels.map((panel, k) => {
      const scale = scaleOver(
        weeks.map((week) => week.values[k] ?? 0),
        { floor: 0, include: 0, parts: 3 },
      );
      return {
        type: 'value',
        gridIndex: k,
        min: 0,
        max: scale.max,
        interval: scale.ticks[1] ?? scale.max,
        name: panel.name,
        nameLocation: 'end',
        nameGap: 12,
        nameTextStyle: { color: colours.ink2, align: 'left', padding: [0, 0, 0, -40], fontSize: 12 },
        axisLabel: { ...axisText(colours), fontSize: 12, formatter: panel.axis },
        splitLine: { lineStyle: { color: colours.grid } },
      };
    }),
    series: index.map((k) => ({
      type: 'bar',
      xAxisIndex: k,
      yAxisIndex: k,
      barMaxWidth: 26,
      barCategoryGap: '38%',
      data: weeks.map((week) => ({ value: week.values[k] ?? 0, itemStyle: { opacity: week.isWhole ? 0.82 : 0.35 } })),
      itemStyle: { color: colours.mark },
    })),
  };
}
