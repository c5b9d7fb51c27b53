import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { redactYaml } from './redact-yaml.ts'

const config = `# the office's password: in the comment
name: Store 0417
hub:
  url: https://hub.example:4000
  proxy: http://user:p@ssword@proxy.shop:3128
terminals:
  - key: lane-1
    password: my secret words
    settings: { passphrase: it's hidden, timers: { retry: 5 } }
  - key: lane-2
    password: 'one''s own secret'
  - key: lane-3
    password: |
      first hidden line
      second hidden line
  - key: lane-4
    password: "a \\"quoted\\" hidden
      and folded hidden"
  - key: lane-5
    "password"  : *shared
tillApi:
  tills:
    - { name: till-1, tokenSha256: 9f86d081 }
shared: &shared spread
`

it('blanks secrets by their keys, however they are written, and keeps the rest readable', () => {
  const safe = redactYaml(config.replace('*shared', 'plain hidden'))
  for (const secret of ['ssword@', 'secret', 'hidden', 'own', '9f86d081', 'in the comment']) expect(safe).not.toContain(secret)
  expect(parse(safe)).toMatchObject({
    name: 'Store 0417',
    hub: { url: 'https://hub.example:4000', proxy: 'http://[removed]@proxy.shop:3128' },
    terminals: [{ key: 'lane-1', settings: { timers: { retry: 5 } } }, { key: 'lane-2' }, { key: 'lane-3' }, {}, {}],
    tillApi: { tills: [{ name: 'till-1', tokenSha256: '[removed]' }] },
  })
})

it('blanks line by line what is no YAML', () => {
  const safe = redactYaml(`a: [\n${config}`)
  for (const secret of ['ssword@', 'secret', 'hidden', '9f86d081']) expect(safe).not.toContain(secret)
  for (const kept of ['Store 0417', 'hub.example:4000', 'key: lane-5']) expect(safe).toContain(kept)
})
