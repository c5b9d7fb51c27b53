/** Of several statements of one day in one file, pages or not, each after the first is named by its own number besides. */
export const chainName = (account: string, day: string, file: number | string, statement: number | null): string =>
  `${account} ${day}${statement === null ? '' : `/${statement}`} ${file}`
