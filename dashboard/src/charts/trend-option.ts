import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { Estimate } from '../statistics/estimate.ts';
import type { Colours } from './scheme.ts';
import { scaleOver } from './scale.ts';
import { axisText, tooltipBox } from './option-parts.ts';

export interface TrendPoint {
  readonly day: string;
  readonly estimate: Estimate;
  /** A change on the week before that stands. */
  readonly moved: 'up' | 'down' | null;
}

interface TrendTexts {
  readonly day: (day: string) => string;
  readonly value: (value: number) => string;
  readonly tip: (point: TrendPoint) => string;
  /** The last point stands for a week that is not over. */
  readonly isOpenEnded: boolean;
}

/** Score by week: line, 95 % band, end value, and a mark on weeks that moved. */
export function trendOption(
  points: readonly TrendPoint[],
  texts: TrendTexts,
  colours: Colours,
  width: number,
): EChartsCoreOption {
  const bounds = points.flatMap(({ estimate }) => [estimate.low, estimate.high]);
  const scale = scaleOver(bounds, { floor: -100, ceiling: 100 });
  const last = points.at(-1);
  const every = width < 480 ? 4 : 3;
  const coords = (api: CustomSeriesRenderItemAPI, pick: (e: Estimate) => number) =>
    points.map(({ estimate }, index) => api.coord([index, pick(estimate)]));
  return {
    textStyle: { fontFamily: colours.font, fontSize: 12 },
    grid: { left: 36, right: 18, top: 26, bottom: 28 },
    tooltip: {
      ...tooltipBox(colours),
      formatter: (at: { dataIndex: number }[]) => {
        const point = points[at[0]?.dataIndex ?? -1];
        return point === undefined ? '' : texts.tip(point);
      },
    },
    xAxis: {
      type: 'category',
      data: points.map((point) => point.day),
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        ...axisText(colours),
        interval: (index: number) => (points.length - 1 - index) % every === 0,
        formatter: texts.day,
        hideOverlap: true,
        alignMaxLabel: 'right',
        alignMinLabel: 'left',
      },
    },
    yAxis: {
      type: 'value',
      min: scale.min,
      max: scale.max,
      interval: (scale.ticks[1] ?? scale.max) - (scale.ticks[0] ?? scale.min),
      axisLabel: { ...axisText(colours), fontSize: 11, formatter: texts.value },
      splitLine: { lineStyle: { color: colours.grid } },
    },
    series: [
      {
        type: 'line',
        data: points.map(({ estimate }) => estimate.value),
        showSymbol: false,
        smooth: false,
        z: 3,
        lineStyle: { width: 1.75, color: colours.mark },
        itemStyle: { color: colours.mark },
      },
      {
        type: 'custom',
        silent: true,
        z: 1,
        data: [0],
        tooltip: { show: false },
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => ({
          type: 'polygon',
          shape: { points: [...coords(api, (e) => e.high), ...coords(api, (e) => e.low).reverse()] },
          style: { fill: colours.mark, opacity: 0.14 },
        }),
      },
      {
        type: 'custom',
        silent: true,
        z: 4,
        data: [0],
        tooltip: { show: false },
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => ({
          type: 'group',
          children: [
            ...points.flatMap((point, index) => {
              if (point.moved === null) return [];
              const isUp = point.moved === 'up';
              const [x = 0, y = 0] = api.coord([index, isUp ? point.estimate.high : point.estimate.low]);
              const style = {
                text: isUp ? '▲' : '▼',
                x,
                y: y + (isUp ? -5 : 5),
                align: 'center',
                verticalAlign: isUp ? 'bottom' : 'top',
                fill: isUp ? colours.good : colours.bad,
                fontSize: 10,
              };
              return [{ type: 'text', style }];
            }),
            ...(last === undefined ? [] : endOf(api, points.length - 1, last, texts, colours)),
          ],
        }),
      },
    ],
  };
}

function endOf(api: CustomSeriesRenderItemAPI, index: number, last: TrendPoint, texts: TrendTexts, colours: Colours) {
  const [x = 0, y = 0] = api.coord([index, last.estimate.value]);
  const isOpen = texts.isOpenEnded;
  return [
    {
      type: 'circle',
      shape: { cx: x, cy: y, r: 4 },
      style: { fill: isOpen ? colours.surface : colours.mark, stroke: isOpen ? colours.mark : colours.surface, lineWidth: 1.5 },
    },
    {
      type: 'text',
      style: {
        text: texts.value(last.estimate.value),
        x: x - 6,
        y: y - 8,
        align: 'right',
        verticalAlign: 'bottom',
        fill: colours.ink,
        font: `600 12px ${colours.font}`,
      },
    },
  ];
}
