/** An SVG path through values at equal steps; `length` is how many steps the whole width has. Empty without two values. */
export function coursePath(
  values: readonly number[],
  length: number,
  box: { readonly width: number; readonly height: number; readonly max: number },
): string {
  if (values.length < 2 || length < 2 || box.max <= 0) return ''
  return values.map((value, k) => `${k === 0 ? 'M' : 'L'}${x(k, length, box.width)} ${y(value, box)}`).join('')
}

/** Where the last value stands. */
export function courseEnd(
  values: readonly number[],
  length: number,
  box: { readonly width: number; readonly height: number; readonly max: number },
): { readonly x: number; readonly y: number } | null {
  const last = values.at(-1)
  if (last === undefined || length < 2 || box.max <= 0) return null
  return { x: x(values.length - 1, length, box.width), y: y(last, box) }
}

function x(index: number, length: number, width: number): number {
  return round((index / (length - 1)) * width)
}

function y(value: number, { height, max }: { readonly height: number; readonly max: number }): number {
  return round(height - (Math.max(0, value) / max) * height)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
