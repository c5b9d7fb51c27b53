import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readEnv } from '../../apps/web/src/env.ts'
import { readHubEnv } from '../../apps/web/src/realtime/env.ts'
import { HUB_PROGRAM } from '../stack/hub-program.ts'
import { ROOT } from '../stack/root.ts'

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string }
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly profiles?: readonly string[]
  readonly user?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
  readonly volumes: Readonly<Record<string, null>>
}

const FOLDER = join(ROOT, 'deploy/compose')
const text = readFileSync(join(FOLDER, 'compose.yaml'), 'utf8')
const compose = parse(text, { merge: true }) as Compose
const services = Object.entries(compose.services)
const dockerfile = readFileSync(join(FOLDER, 'Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ')
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line))
const environment = (name: string) => compose.services[name]?.environment ?? {}
const OUR_PROGRAMS = ['prepare', 'hub', 'hub-2', 'web']

/** As Compose puts it: with what is set, and what stands for it otherwise. */
const filledIn = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_, __, kind, words) => (kind === '-' ? words : 'pay.example.com')),
    ]),
  )

describe('the Dockerfile', () => {
  it('copies what is there, and every workspace that npm wants to see', () => {
    const copied = instructions.filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    const sources = copied.flatMap((line) => line.split(' ').slice(1, -1))
    for (const source of sources) expect(existsSync(join(ROOT, source)), source).toBe(true)
    const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] }
    for (const workspace of workspaces) expect(sources).toContain(workspace.replace('/*', ''))
    for (const document of ['README.md', 'docs', 'deploy']) expect(sources).toContain(document)
    for (const [, stage = ''] of dockerfile.matchAll(/--from=(\w+)/g)) expect(dockerfile).toContain(` AS ${stage}\n`)
  })

  it('runs commands that package.json has, and leaves nobody but an account without rights', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    for (const [, script = ''] of dockerfile.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(script)
    for (const stage of dockerfile.split(/^FROM /m).slice(2)) expect(stage).toMatch(/\nUSER 10001:10001\n/)
    expect(dockerfile).not.toMatch(/^(ARG|ENV) .*(PASSWORD|SECRET|KEY|TOKEN)/m)
  })
})

describe('compose.yaml', () => {
  it('names stages, folders and files there are', () => {
    for (const [name, service] of services) {
      if (service.build !== undefined) {
        expect(existsSync(join(FOLDER, service.build.context, service.build.dockerfile)), name).toBe(true)
        expect(dockerfile).toContain(` AS ${service.build.target}\n`)
      }
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('.')) expect(existsSync(join(FOLDER, source)), volume).toBe(true)
        else expect(compose.volumes).toHaveProperty(source)
      }
      for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(other)
    }
  })

  it('says in words which volumes are backed up', () => {
    const guide = readFileSync(join(ROOT, 'docs/guide/installing-hub.md'), 'utf8')
    for (const name of ['counterfoil_postgres', 'counterfoil_data', 'deploy/compose/secrets']) expect(guide).toContain(name)
    for (const name of ['postgres', 'data']) expect(compose.volumes).toHaveProperty(name)
  })

  it('gives every container a file system it cannot write, no rights, an account of its own and a check', () => {
    for (const [name, service] of services) {
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
      expect(service.user, name).toMatch(/^[1-9]\d*:[1-9]\d*$/)
      if (name !== 'prepare') expect(service.healthcheck?.test.length, name).toBeGreaterThan(1)
    }
    // Nobody but Caddy is reached from outside.
    expect(services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['caddy'])
    expect(services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name)).toEqual([
      'hub-2',
      'redis',
      'replica',
    ])
  })

  it('starts programs the image holds, the hub with the flags it was measured with', () => {
    for (const name of OUR_PROGRAMS) {
      const { command = [], healthcheck } = compose.services[name] ?? {}
      const programs = [...command, ...(healthcheck?.test ?? [])].filter((word) => word.endsWith('.ts'))
      expect(programs.length, name).toBeGreaterThan(0)
      for (const program of programs) expect(existsSync(join(ROOT, program)), program).toBe(true)
      const container = readFileSync(join(ROOT, 'tools/hub-package/programs/container.main.ts'), 'utf8')
      expect(container).toMatch(new RegExp(`^  ${command.at(-1)}: `, 'm'))
    }
    for (const hub of ['hub', 'hub-2'])
      expect(compose.services[hub]?.command).toEqual(expect.arrayContaining(HUB_PROGRAM.filter((word) => word.startsWith('--'))))
  })

  it('says nothing to the programs that they do not read, and nothing they refuse', () => {
    const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
    const container = read('tools/hub-package/programs/container.main.ts')
    const own: Readonly<Record<string, string>> = {
      hub: read('apps/web/src/realtime/env.ts'),
      'hub-2': read('apps/web/src/realtime/env.ts'),
      web: read('apps/web/src/env.ts') + read('tools/hub-package/programs/dashboard.main.ts'),
      prepare: read('tools/hub-package/programs/prepare.main.ts') + read('tools/launcher/secrets.ts'),
    }
    for (const name of OUR_PROGRAMS)
      for (const variable of Object.keys(environment(name))) {
        const secret = variable.replace(/_FILE$/, '')
        const known = new RegExp(`\\b${variable}\\b`).test(`${own[name]}`)
        const asFile = secret !== variable && container.includes(`'${secret}'`) && own[name]?.includes(secret)
        // The container's own program makes the hub's DASHBOARD_ORIGIN of it.
        expect(known || asFile || variable === 'PUBLIC_ORIGIN', `${name}: ${variable}`).toBe(true)
      }
    const word = 'x'.repeat(43)
    const told = { DATABASE_URL: `postgresql://counterfoil:${word}@postgres:5432/counterfoil`, METRICS_TOKEN: word }
    const hub = filledIn(environment('hub'))
    expect(readHubEnv({ ...hub, ...told, DASHBOARD_ORIGIN: hub.PUBLIC_ORIGIN })).toMatchObject({
      port: 4000,
      host: '0.0.0.0',
      redisUrl: null,
      hubKey: { file: '/run/secrets/hub-key' },
      dashboardOrigins: ['https://pay.example.com'],
    })
    const alerts = { ALERT_WEBHOOK_URL: 'https://tell.example', ALERT_WEBHOOK_SECRET: word }
    const mail = { ALERT_SMTP_URL: 'smtps://mail.example', ALERT_EMAIL_FROM: 'hub@a.example', ALERT_EMAIL_TO: 'ops@a.example' }
    const telling = Object.keys({ ...alerts, ...mail, ALERT_CHATS: '' }).map((name) =>
      name.replace(/_(SECRET|SMTP_URL|CHATS)$/, '$&_FILE'),
    )
    expect(Object.keys(hub)).toEqual(expect.arrayContaining(telling))
    expect(readHubEnv({ ...hub, ...told, ...alerts, ...mail, DASHBOARD_ORIGIN: hub.PUBLIC_ORIGIN })).toMatchObject({
      webhook: { url: new URL('https://tell.example') },
      email: { to: expect.anything() },
    })
    expect(readEnv({ ...filledIn(environment('web')), ...told, AUTH_SECRET: word })).toMatchObject({
      webPort: 3000,
      hubPort: 443,
      publicOrigin: 'https://pay.example.com',
    })
    const caddy = readFileSync(join(ROOT, 'deploy/Caddyfile'), 'utf8')
    for (const variable of Object.keys(environment('caddy'))) expect(caddy).toContain(`{$${variable}:`)
  })

  it('holds no secret: each is a file that make-secrets.sh makes, and is shown to who asks for it', () => {
    const script = readFileSync(join(FOLDER, 'make-secrets.sh'), 'utf8')
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./secrets/${name}`)
      expect(script).toMatch(new RegExp(`^make ${name} `, 'm'))
    }
    for (const [name, service] of services) {
      for (const secret of service.secrets ?? []) expect(compose.secrets, name).toHaveProperty(secret)
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|SECRET|TOKEN|KEY|DATABASE/.test(variable))
          expect(value, `${name}: ${variable}`).toMatch(/^\/run\/secrets\/|^\$\{\w+:-\}$/)
        const [, secret] = /^\/run\/secrets\/(.+)$/.exec(value) ?? []
        if (secret !== undefined) expect(service.secrets, `${name}: ${variable}`).toContain(secret)
      }
    }
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8')
    expect(ignored).toContain('deploy/compose/secrets/')
    expect(readFileSync(join(FOLDER, 'Dockerfile.dockerignore'), 'utf8')).toContain('deploy/compose/secrets')
    for (const name of readdirSync(FOLDER).filter((each) => each.endsWith('.sh')))
      for (const [, secret = ''] of readFileSync(join(FOLDER, name), 'utf8').matchAll(/\/run\/secrets\/([\w-]+)/g))
        expect(compose.secrets).toHaveProperty(secret)
  })
})
