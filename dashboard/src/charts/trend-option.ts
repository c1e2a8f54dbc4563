import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { Estimate } from '../statistics/estimate.ts';
import type { Colours } from './scheme.ts';
import { scaleOver } from './scale.ts';
import { axisText, tooltipBox } from './option-parts.ts';

export interface TrendPoint {
  readonly day: string;
  /** Null when there are too few answers: the line is broken there. */
  readonly estimate: Estimate | null;
  /** What was wanted that week; null without a target. */
  readonly target: number | null;
  /** A change on the week before that stands. */
  readonly moved: 'up' | 'down' | null;
}

interface TrendTexts {
  readonly day: (day: string) => string;
  readonly value: (value: number) => string;
  readonly tip: (point: TrendPoint) => string;
  readonly target: (value: number) => string;
  /** The last point stands for a week that is not over. */
  readonly isOpenEnded: boolean;
}

interface Place {
  readonly index: number;
  readonly point: TrendPoint;
  readonly estimate: Estimate;
}

/** Stretches of weeks that follow one another with a score each. */
function runsOf(points: readonly TrendPoint[]): Place[][] {
  const runs: Place[][] = [];
  points.forEach((point, index) => {
    const { estimate } = point;
    if (estimate === null) return;
    const run = runs.at(-1);
    if (run?.at(-1)?.index === index - 1) run.push({ index, point, estimate });
    else runs.push([{ index, point, estimate }]);
  });
  return runs;
}

/** Weeks at which a target begins or becomes another. */
function targetStarts(points: readonly TrendPoint[]): { index: number; value: number }[] {
  return points.flatMap(({ target }, index) =>
    target !== null && target !== points[index - 1]?.target ? [{ index, value: target }] : [],
  );
}

/** Score by week: line, 95 % band, target, end value, and a mark on weeks that moved. */
export function trendOption(
  points: readonly TrendPoint[],
  texts: TrendTexts,
  colours: Colours,
  width: number,
): EChartsCoreOption {
  const bounds = points.flatMap(({ estimate }) => (estimate ? [estimate.low, estimate.high] : []));
  const wanted = points.flatMap(({ target }) => (target === null ? [] : [target]));
  const scale = scaleOver([...bounds, ...wanted], { floor: -100, ceiling: 100 });
  const runs = runsOf(points);
  const last = runs.at(-1)?.at(-1);
  const every = width < 480 ? 4 : 3;
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
        data: points.map(({ estimate }) => estimate?.value ?? '-'),
        showSymbol: false,
        smooth: false,
        z: 3,
        lineStyle: { width: 1.75, color: colours.mark },
        itemStyle: { color: colours.mark },
      },
      {
        type: 'line',
        data: points.map(({ target }) => target ?? '-'),
        step: 'middle',
        silent: true,
        showSymbol: false,
        z: 2,
        tooltip: { show: false },
        lineStyle: { width: 1, type: 'dashed', color: colours.reference },
      },
      {
        type: 'custom',
        silent: true,
        z: 1,
        data: [0],
        tooltip: { show: false },
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => ({
          type: 'group',
          children: runs.map((run) => bandOf(api, run, colours)),
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
            ...runs.flat().flatMap(({ point, estimate, index }) => {
              if (point.moved === null) return [];
              const isUp = point.moved === 'up';
              const [x = 0, y = 0] = api.coord([index, isUp ? estimate.high : estimate.low]);
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
            ...runs
              .filter((run) => run.length === 1)
              .flatMap((run) => run.map((place) => dotAt(api, place, colours.mark, colours.surface))),
            ...targetStarts(points).map((start) => targetName(api, start, texts, colours)),
            ...(last === undefined ? [] : endOf(api, last, texts, colours)),
          ],
        }),
      },
    ],
  };
}

/** The 95 % band over one run; a lone point gets a whisker. */
function bandOf(api: CustomSeriesRenderItemAPI, run: readonly Place[], colours: Colours) {
  const edge = (pick: (estimate: Estimate) => number) => run.map(({ index, estimate }) => api.coord([index, pick(estimate)]));
  const outline = [...edge((e) => e.high), ...edge((e) => e.low).reverse()];
  if (run.length > 1) return { type: 'polygon', shape: { points: outline }, style: { fill: colours.mark, opacity: 0.14 } };
  return { type: 'polyline', shape: { points: outline }, style: { stroke: colours.mark, lineWidth: 2, opacity: 0.55 } };
}

function targetName(
  api: CustomSeriesRenderItemAPI,
  { index, value }: { index: number; value: number },
  texts: TrendTexts,
  colours: Colours,
) {
  const [x = 0, y = 0] = api.coord([index, value]);
  const style = { text: texts.target(value), x: x + 4, y: y - 4, align: 'left', verticalAlign: 'bottom', fill: colours.axis };
  return { type: 'text', style: { ...style, font: `12px ${colours.font}` } };
}

function dotAt(api: CustomSeriesRenderItemAPI, { index, estimate }: Place, fill: string, stroke: string) {
  const [cx = 0, cy = 0] = api.coord([index, estimate.value]);
  return { type: 'circle', shape: { cx, cy, r: 4 }, style: { fill, stroke, lineWidth: 1.5 } };
}

function endOf(api: CustomSeriesRenderItemAPI, last: Place, texts: TrendTexts, colours: Colours) {
  const [x = 0, y = 0] = api.coord([last.index, last.estimate.value]);
  const isOpen = texts.isOpenEnded;
  return [
    isOpen ? dotAt(api, last, colours.surface, colours.mark) : dotAt(api, last, colours.mark, colours.surface),
    {
      type: 'text',
      style: {
        text: texts.value(last.estimate.value),
        x: x - 6,
        y: y - 8,
        align: 'right',
        verticalAlign: 'bottom',
        fill: colours.ink,
        stroke: colours.surface,
        lineWidth: 3,
        font: `600 12px ${colours.font}`,
      },
    },
  ];
}
