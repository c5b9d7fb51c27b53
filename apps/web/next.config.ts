import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'
import { STRICT_TRANSPORT } from './src/strict-transport.ts'

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Headers that need no nonce; the content security policy is set per request in `src/proxy.ts`. */
const steadyHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'hid', 'midi', 'display-capture']
      .map((feature) => `${feature}=()`)
      .join(', '),
  },
]

const config: NextConfig = {
  // The repository's own check types everything, tests included.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  serverExternalPackages: ['pg', '@node-rs/argon2', 'pdfkit', 'prom-client'],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // Both names of this machine reach the development server.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  async headers() {
    return [
      { source: '/:path*', headers: steadyHeaders },
      { source: '/api/:path*', headers: [{ key: 'Cache-Control', value: 'no-store' }] },
      {
        // Pages and routes say it by `PUBLIC_ORIGIN`; files know no more than what the proxy tells.
        source: '/_next/:path*',
        has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
        headers: [{ key: 'Strict-Transport-Security', value: STRICT_TRANSPORT }],
      },
    ]
  },
}

export default createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  // Compiled at build time: browsers need not load a parser of ICU messages.
  experimental: { messages: { path: './messages', format: 'json', locales: 'infer', precompile: true } },
})(config)
