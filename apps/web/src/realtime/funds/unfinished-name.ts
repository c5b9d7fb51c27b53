/** As programs name what they are still writing. */
export const isUnfinished = (name: string): boolean =>
  name.startsWith('.') || /\.(part|partial|tmp|crdownload|filepart)$/i.test(name)
