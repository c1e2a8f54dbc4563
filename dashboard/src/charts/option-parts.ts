import type { Colours } from './scheme.ts';

/** Axis text in the axis ink. */
export function axisText(colours: Colours) {
  return { color: colours.axis, fontFamily: colours.font, fontSize: 12 };
}

/** The floating box that follows the pointer or the arrow keys. */
export function tooltipBox(colours: Colours) {
  return {
    trigger: 'axis',
    appendTo: 'body',
    backgroundColor: colours.surface,
    borderColor: colours.line,
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: colours.ink, fontSize: 12, fontFamily: colours.font },
    extraCssText: 'box-shadow: var(--shadow-float); border-radius: var(--radius-2);',
    axisPointer: { type: 'line', lineStyle: { color: colours.base, type: 'solid' } },
  };
}
