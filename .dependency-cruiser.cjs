/** Who may import whom. Every rule is an error; there is no baseline of old sins. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(packages|apps|tools|e2e|bench)/', pathNot: [from, ...allowed] },
})
const pkg = (...names) => names.map((n) => `^packages/${n}/`)

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('protocol-alone', '^packages/protocol/', [], 'protocol depends on zod only'),
    {
      name: 'protocol-zod-only',
      severity: 'error',
      from: { path: '^packages/protocol/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/zod/' },
    },
    only('terminals-alone', '^packages/terminals/', []),
    {
      name: 'terminals-pure',
      comment: 'drivers see bytes: no port, no file, no network',
      severity: 'error',
      from: { path: '^packages/terminals/src/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: {
        path: [
          '^serialport',
          '^(node:)?fs',
          '^(node:)?net$',
          '^(node:)?tls$',
          '^(node:)?https?$',
          '^(node:)?child_process$',
          '^(node:)?dgram$',
        ],
      },
    },
    only('settlement-alone', '^packages/settlement/', []),
    {
      name: 'settlement-pure',
      comment: 'parsers see bytes: no file, no network, no thread',
      severity: 'error',
      from: { path: '^packages/settlement/src/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: {
        path: [
          '^(node:)?fs',
          '^(node:)?net$',
          '^(node:)?tls$',
          '^(node:)?https?$',
          '^(node:)?child_process$',
          '^(node:)?worker_threads$',
        ],
      },
    },
    {
      name: 'formats-apart',
      comment: 'a file format never imports a sibling',
      severity: 'error',
      from: { path: '^packages/settlement/src/formats/([a-z0-9-]+)/' },
      to: { path: '^packages/settlement/src/formats/([a-z0-9-]+)/', pathNot: ['^packages/settlement/src/formats/$1/'] },
    },
    only('audit-alone', '^packages/audit/', []),
    only('updates-alone', '^packages/updates/', []),
    only('db-alone', '^packages/db/', []),
    // The virtual clock of tests lives with the terminals, whose machines it was made for.
    only('services', '^packages/services/', [
      ...pkg('db', 'settlement', 'audit', 'protocol', 'updates'),
      '^packages/terminals/src/testing/virtual-clock\\.ts$',
    ]),
    only('web', '^apps/web/', pkg('services', 'protocol', 'audit', 'db', 'terminals', 'updates')),
    {
      name: 'web-db-only-where-built',
      comment: 'db is constructed in the composition roots; everybody else is handed it',
      severity: 'error',
      from: {
        path: '^apps/web/src/',
        pathNot: ['^apps/web/src/server/(context|database|auth/)', '^apps/web/src/realtime/main\\.ts$', '\\.test\\.ts$'],
      },
      to: { path: '^packages/db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-terminals-registry-only',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/terminals/src/', pathNot: '^packages/terminals/src/(registry|index)\\.ts$' },
    },
    {
      name: 'web-layers',
      comment: 'components fetch nothing and know no feature',
      severity: 'error',
      from: { path: '^apps/web/src/components/' },
      to: { path: '^apps/web/src/(features|app|server|realtime)/' },
    },
    {
      name: 'web-features-not-server',
      comment: 'client code imports server types only',
      severity: 'error',
      from: { path: '^apps/web/src/(features|components)/' },
      to: { path: '^apps/web/src/(server|realtime)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-features-apart',
      comment: 'a feature enters another by its index',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: ['^apps/web/src/features/$1/', '/index\\.tsx?$'] },
    },
    {
      name: 'server-realtime-apart',
      severity: 'error',
      from: { path: '^apps/web/src/server/' },
      to: { path: '^apps/web/src/realtime/' },
    },
    {
      name: 'realtime-server-apart',
      severity: 'error',
      from: { path: '^apps/web/src/realtime/' },
      to: { path: '^apps/web/src/(server|features|app|components)/' },
    },
    {
      name: 'socket-io-in-realtime',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: '^apps/web/(src/realtime|tests)/' },
      to: { path: 'node_modules/socket\\.io/' },
    },
    only('agent', '^apps/agent/', pkg('terminals', 'audit', 'protocol', 'updates')),
    {
      name: 'serialport-once',
      comment: 'one file opens ports',
      severity: 'error',
      from: {
        path: '^apps/agent/src/',
        pathNot: ['^apps/agent/src/terminals/open-serial-link\\.ts$', '^apps/agent/src/terminals/list-serial-ports\\.ts$'],
      },
      to: { path: 'node_modules/serialport/' },
    },
    {
      name: 'nobody-imports-apps',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: '^apps/' },
      to: { path: '^apps/' },
    },
    { name: 'nobody-imports-tools', severity: 'error', from: { path: '^(packages|apps)/' }, to: { path: '^(tools|e2e|bench)/' } },
    {
      name: 'protocols-apart',
      comment: 'a terminal protocol never imports a sibling',
      severity: 'error',
      from: { path: '^packages/terminals/src/(zvt|[a-z0-9-]+)/', pathNot: '^packages/terminals/src/testing/' },
      to: {
        path: '^packages/terminals/src/(zvt|[a-z0-9-]+)/',
        pathNot: ['^packages/terminals/src/$1/', '^packages/terminals/src/testing/'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|generated|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'node'] },
  },
}
