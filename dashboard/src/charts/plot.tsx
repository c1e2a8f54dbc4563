import type { EChartsCoreOption } from 'echarts/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { drawIn } from './engine.ts';
import { type Colours, readColours, useScheme } from './scheme.ts';

type Chart = ReturnType<typeof drawIn>;

interface PlotProps {
  /** The chart for these colours and this width in px. */
  readonly build: (colours: Colours, width: number) => EChartsCoreOption;
  /** Tells one drawing from another: the chart is drawn again only when it changes. */
  readonly version: string;
  /** Read out instead of the drawing. */
  readonly label: string;
  readonly pointCount: number;
  readonly height: number;
}

/** An ECharts chart. Arrow keys move along its points. Its room is kept while the library loads. */
export function Plot({ build, version, label, pointCount, height }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Chart | null>(null);
  const [width, setWidth] = useState(0);
  const at = useRef(pointCount);
  const drawn = useRef('');
  const scheme = useScheme();

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    let mounted: Chart | null = null;
    let isGone = false;
    void import('./engine.ts').then((engine) => {
      if (isGone) return;
      mounted = engine.drawIn(element);
      drawn.current = '';
      setChart(mounted);
    });
    const observer = new ResizeObserver(() => {
      mounted?.resize();
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      isGone = true;
      observer.disconnect();
      mounted?.dispose();
    };
  }, []);

  useEffect(() => {
    const signature = `${scheme} ${width} ${version}`;
    if (chart === null || host.current === null || width === 0 || drawn.current === signature) return;
    drawn.current = signature;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const option = build(readColours(host.current), width);
    chart.setOption({ animation: !isStill, animationDuration: 120, animationDurationUpdate: 120, ...option }, { notMerge: true });
  });

  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') chart?.dispatchAction({ type: 'hideTip' });
    if (step === undefined || chart === null) return;
    event.preventDefault();
    at.current = Math.min(pointCount - 1, Math.max(0, at.current + step));
    chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at.current });
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys read the points one by one
    <figure
      className="plot"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that it can hear them
      tabIndex={0}
      aria-label={label}
      onKeyDown={move}
      onBlur={() => chart?.dispatchAction({ type: 'hideTip' })}
    >
      <div ref={host} style={{ height }} aria-hidden="true" />
    </figure>
  );
}
