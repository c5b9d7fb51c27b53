/**
 * This machine's join code out of the file with the codes of many stores, as `counterfoil join-code --stores … --csv` writes it
 * (`store,code,expires_at`): the line of the store one of `names` is, or begins with, as in `0417-till-2`.
 */
export function pickCode(csv: string, names: readonly string[]): string {
  const rows = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
    .filter(([store = '', code = '']) => store !== '' && code !== '')
  const [head, ...stores] = rows
  if (head?.[0] !== 'store' || head[1] !== 'code')
    throw new Error('This is no file of join codes: its first line must be store,code,expires_at.')
  for (const name of names) {
    const of = (fits: (store: string) => boolean) => stores.filter(([store = '']) => fits(store.toLowerCase()))
    const wanted = name.toLowerCase()
    const exact = of((store) => store === wanted)
    const found = exact.length > 0 ? exact : of((store) => wanted.startsWith(`${store}-`))
    if (found.length > 1) throw new Error(`The file has more than one code for ${name}: choose with --store STORE.`)
    const code = found[0]?.[1]
    if (code !== undefined) return code
  }
  throw new Error(`The file has no code for ${names.join(' or ')}: name the store with --store STORE.`)
}
