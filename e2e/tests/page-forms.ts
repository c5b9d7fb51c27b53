/** One way of asking for a page. */
export interface PageForm {
  readonly what: string
  /** The address asked for, from the page's own. */
  readonly path: (page: string) => string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const rsc = { RSC: '1' }
const prefetch = { ...rsc, 'Next-Router-Prefetch': '1' }
const own = (page: string) => page

type Tree = readonly [segment: string, children: { readonly children?: Tree }, url: null, mark: string | null, hints: number]
const stateTree = (tree: Tree | readonly unknown[]) => ({ 'Next-Router-State-Tree': encodeURIComponent(JSON.stringify(tree)) })
const lastly: Tree = ['__PAGE__', {}, null, null, 0]
const framed = (mark: string | null) =>
  stateTree([
    '',
    { children: ['(dashboard)', { children: ['elsewhere', { children: lastly }, null, mark, 0] }, null, null, 0] },
    null,
    null,
    16,
  ])
/** A router that has the frame already and asks for what is inside it: no layout is run, and none can refuse. */
const insideTheFrame = framed(null)

const base64 = (text: string) => Buffer.from(text).toString('base64url')

export const document: PageForm = { what: 'a document', path: own }
export const dataInsideTheFrame: PageForm = {
  what: 'its data inside the frame',
  path: own,
  headers: { ...rsc, ...insideTheFrame },
}

/** The page as people and Next's own client ask for it. */
export const plainForms: readonly PageForm[] = [
  document,
  dataInsideTheFrame,
  { what: 'a document with a query', path: (page) => `${page}?scope=chain&store=1&x=%00` },
  { what: 'its data', path: own, headers: rsc },
]

/** Every other form in which Next knows a page, and what once led around a proxy. */
export const sideForms: readonly PageForm[] = [
  { what: 'a prefetch', path: own, headers: prefetch },
  { what: 'a prefetch at run time', path: own, headers: { ...rsc, 'Next-Router-Prefetch': '2' } },
  { what: 'a prefetch inside the frame', path: own, headers: { ...prefetch, ...insideTheFrame } },
  {
    what: 'a prefetch at run time inside the frame',
    path: own,
    headers: { ...rsc, 'Next-Router-Prefetch': '2', ...insideTheFrame },
  },
  { what: 'anew inside the frame', path: own, headers: { ...rsc, ...framed('refetch') } },
  { what: 'inside a layout that is shared', path: own, headers: { ...rsc, ...framed('inside-shared-layout') } },
  { what: 'its title alone', path: own, headers: { ...rsc, ...stateTree(['', {}, null, 'metadata-only']) } },
  ...['/_tree', '/_index', '/_head', '/_full', '/__PAGE__', `/!${base64('(dashboard)')}/__PAGE__`].map((segment) => ({
    what: `a prefetch of segment ${segment}`,
    path: own,
    headers: { ...prefetch, 'Next-Router-Segment-Prefetch': segment },
  })),
  { what: 'with an interception', path: own, headers: { ...rsc, 'Next-Url': '/sign-in' } },
  { what: 'as refreshed in development', path: own, headers: { ...rsc, 'Next-HMR-Refresh': '1' } },
  ...[
    '.rsc',
    '.prefetch.rsc',
    '.segments/_tree.segment.rsc',
    '.segments/_index.segment.rsc',
    '.segments/_full.segment.rsc',
    '.txt',
    '.json',
    '.html',
  ].map((ending) => ({
    what: `with ${ending}`,
    path: (page: string) => (page === '/' ? `/index${ending}` : page + ending),
    headers: rsc,
  })),
  { what: 'below _next/data', path: (page) => `/_next/data/build-id${page === '/' ? '/index' : page}.json` },
  ...[
    { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
    { 'x-middleware-subrequest': 'proxy' },
    { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware' },
    { 'x-middleware-prefetch': '1' },
    { 'x-middleware-next': '1' },
    { 'x-middleware-rewrite': '/' },
    { 'x-middleware-override-headers': 'cookie' },
    { 'x-middleware-request-cookie': 'counterfoil.session_token=x' },
    { 'x-nextjs-data': '1' },
    { 'x-matched-path': '/sign-in' },
    { 'x-invoke-path': '/sign-in' },
    { 'x-invoke-status': '200' },
    { 'x-now-route-matches': '1=payments' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { 'x-original-url': '/sign-in', 'x-rewrite-url': '/sign-in' },
    { 'x-nonce': 'known' },
    { purpose: 'prefetch', 'sec-purpose': 'prefetch' },
  ].map((headers) => ({ what: `with ${JSON.stringify(headers)}`, path: own, headers: headers as Record<string, string> })),
  ...[
    { what: 'with a slash at its end', path: (page: string) => `${page.replace(/\/$/, '')}/` },
    { what: 'with two slashes', path: (page: string) => `/${page}` },
    { what: 'with a dot', path: (page: string) => `/.${page}` },
    { what: 'by way of an open page', path: (page: string) => `/sign-in/..${page}` },
    { what: 'by way of a file', path: (page: string) => `/_next/static/..${page}` },
    { what: 'by way of a file, encoded', path: (page: string) => `/_next/static/..%2f${page.slice(1)}` },
    { what: 'in capitals', path: (page: string) => page.toUpperCase() },
    { what: 'encoded', path: (page: string) => page.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`) },
    {
      what: 'encoded twice',
      path: (page: string) => page.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
    },
    { what: 'with a semicolon', path: (page: string) => `${page};x=1` },
    { what: 'in a language', path: (page: string) => `/en${page}` },
    { what: 'named as a parameter', path: (page: string) => `${page}?nxtPid=1&nxtPslug=x&_rsc=abc` },
  ].map((form) => ({ ...form, headers: rsc })),
  {
    what: 'as a server action',
    path: own,
    method: 'POST',
    headers: { 'next-action': '40'.repeat(21), 'content-type': 'text/plain;charset=UTF-8' },
    body: '[]',
  },
  {
    what: 'as a form',
    path: own,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '$ACTION_ID_x=1',
  },
  ...['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => ({ what: `by ${method}`, path: own, method })),
]
