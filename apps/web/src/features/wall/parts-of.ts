/** A figure as a wall draws it: the digits large, a currency's code before them and a unit behind them small. */
export function partsOf(value: string): { readonly before: string; readonly figure: string; readonly after: string } {
  const found = /^([A-Z]{3}\s)?(.*?)(\s?[%\u4e00-\u9fff]+)?$/u.exec(value)
  const [before = '', figure = value, after = ''] = found?.slice(1) ?? []
  return { before: before.trim(), figure, after: after.trim() }
}
