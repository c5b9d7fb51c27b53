import { expect, it } from 'vitest'
import { machineProxy } from './config.ts'

it('takes the machine’s proxy, but for the hosts it is not for', () => {
  expect(machineProxy({})).toBeUndefined()
  expect(machineProxy({ HTTPS_PROXY: '' })).toBeUndefined()
  expect(machineProxy({ HTTPS_PROXY: 'http://proxy.shop:3128' })).toEqual({ url: 'http://proxy.shop:3128' })
  expect(machineProxy({ https_proxy: 'http://u:p@proxy.shop:3128/', no_proxy: '.shop' })).toEqual({
    url: 'http://u:p@proxy.shop:3128/',
    except: '.shop',
  })
})

it.each(['proxy.shop:3128', 'socks5://proxy.shop', 'http://proxy.shop/path', 'https://proxy.shop'])(
  'reads aloud that %s is no proxy it can use',
  (url) => {
    expect(() => machineProxy({ HTTPS_PROXY: url })).toThrow(/^HTTPS_PROXY must be the address of an HTTP proxy such as http:/)
  },
)
