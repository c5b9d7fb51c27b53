/** A number of an address, or null for what is none. */
export const toNumber = (text: string | string[] | undefined): number | null =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
