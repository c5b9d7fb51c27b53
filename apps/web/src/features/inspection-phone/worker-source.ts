/**
 * The service worker of the phone's page, as the browser gets it. It keeps that one page and the files the page itself names, for
 * when there is no network; everything else it leaves alone: no answer of a procedure, no other page.
 *
 * A release is known by the list of its files, whose names are hashes of what they hold. Page and files of a release lie in a cache of
 * their own, the page last, so that one without the other is never shown; with a network the page always comes from the server, and
 * a new release takes the place of the old. When it cannot be kept whole, the worker takes itself away.
 */
export const workerSource = `'use strict'
const SHELL = '/inspections/do'
const PREFIX = 'inspections '
const PATIENCE_MS = 6000

async function keep(response) {
  const html = await response.clone().text()
  const files = [...new Set(html.match(/\\/_next\\/static\\/[\\w./~-]+\\.(?:js|css)/g) || [])].sort()
  if (files.length === 0) throw new Error('this is not the page')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(files.join('\\n'))))
  const name = PREFIX + Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const cache = await caches.open(name)
  for (const file of files) if (!(await cache.match(file))) await cache.add(file)
  await cache.put(SHELL, response)
  for (const other of await ours()) if (other !== name) await caches.delete(other)
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX))
}

async function find(address) {
  for (const name of await ours()) {
    const cache = await caches.open(name)
    if (!(await cache.match(SHELL))) continue
    const found = await cache.match(address)
    if (found) return found
  }
  return undefined
}

async function leave() {
  for (const name of await ours()) await caches.delete(name)
  await self.registration.unregister()
}

function late() {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS))
}

async function page(event) {
  const asked = fetch(event.request).catch(() => undefined)
  const kept = await find(SHELL)
  const answer = await (kept ? Promise.race([asked, late()]) : asked)
  if (answer && answer.status < 500) {
    if (answer.ok && !answer.redirected) event.waitUntil(keep(answer.clone()).catch(leave))
    return answer
  }
  return kept || answer || Response.error()
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    fetch(SHELL, { cache: 'no-store', redirect: 'error' })
      .then((response) => (response.ok ? keep(response) : Promise.reject(new Error(String(response.status)))))
      .then(() => self.skipWaiting())
      .catch(async (error) => {
        await leave()
        throw error
      }),
  )
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && pathname === SHELL) event.respondWith(page(event))
  else if (pathname.startsWith('/_next/static/')) event.respondWith(find(pathname).then((found) => found || fetch(request)))
})
`
