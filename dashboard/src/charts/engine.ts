import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

/** A chart drawn as SVG in the element. Loaded only when a page has one. */
export function drawIn(element: HTMLElement) {
  return init(element, null, { renderer: 'svg' });
}
