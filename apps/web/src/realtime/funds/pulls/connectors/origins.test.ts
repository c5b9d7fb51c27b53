import { expect, it } from 'vitest'
import { allowHosts } from './origins.ts'

const allows = allowHosts(['api.mch.weixin.qq.com', '.adyen.com'])

it.each(['https://api.mch.weixin.qq.com/v3/bill', 'https://ca-live.adyen.com/reports', 'https://ca-live.adyen.com:443/reports'])(
  'fetches from %s',
  (url) => {
    expect(allows(new URL(url))).toBe(true)
  },
)

it.each([
  'http://api.mch.weixin.qq.com/',
  'https://api.mch.weixin.qq.com:8443/',
  'https://api.mch.weixin.qq.com.evil.example/',
  'https://api.mch.weixin.qq.com@evil.example/',
  'https://user:word@api.mch.weixin.qq.com/',
  'https://sub.api.mch.weixin.qq.com/',
  'https://adyen.com/',
  'https://evil-adyen.com/',
  'https://adyen.com.evil.example/',
  'https://127.0.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/',
  'file:///etc/passwd',
  'ftp://ca-live.adyen.com/',
])('fetches nothing from %s', (url) => {
  expect(allows(new URL(url))).toBe(false)
})

it('fetches from a stand-in alone, where there is one', () => {
  const instead = allowHosts(['api.mch.weixin.qq.com'], 'http://127.0.0.1:8080')
  expect(instead(new URL('http://127.0.0.1:8080/v3/bill'))).toBe(true)
  expect(instead(new URL('http://127.0.0.1:8081/v3/bill'))).toBe(false)
  expect(instead(new URL('https://api.mch.weixin.qq.com/v3/bill'))).toBe(false)
})
