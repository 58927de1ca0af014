import { expect, test } from 'vitest'
import { hostPort, redactDestination, redactHost, requestUrlText } from '../../../src/evidence/redact/redact.ts'

const url = { scheme: 'https', host: 'api.example.com', port: 443, path: '/' }

test.each([
  ['leaves out the usual port', url, 'https://api.example.com/'],
  ['shows any other port', { ...url, port: 8443 }, 'https://api.example.com:8443/'],
  ['knows the ports of WebSocket', { ...url, scheme: 'wss' }, 'wss://api.example.com/'],
  ['takes the scheme as URL writes it', { ...url, scheme: 'https:' }, 'https://api.example.com/'],
  ['writes IPv6 in brackets', { ...url, host: '::1' }, 'https://[::1]/'],
  ['writes IPv6 with a port in brackets', { ...url, host: '::1', port: 1 }, 'https://[::1]:1/'],
  ['keeps brackets that are there', { ...url, host: '[::1]' }, 'https://[::1]/'],
  ['drops user information that slipped in', { ...url, host: 'user:pass@api.example.com' }, 'https://api.example.com/'],
  ['drops a query that slipped in', { ...url, path: '/v1?key=1#x' }, 'https://api.example.com/v1'],
  ['shows control characters', { ...url, path: '/a\u001b[2Jb\nc' }, 'https://api.example.com/a\\u{1b}[2Jb\\u{a}c'],
  ['shows what reorders text', { ...url, path: '/a\u202eb' }, 'https://api.example.com/a\\u{202e}b'],
])('requestUrlText %s', (_, given, text) => {
  expect(requestUrlText(given)).toBe(text)
})

test.each([
  ['/bot123456:ABC-DEF/sendMessage', '/bot***/sendMessage'],
  ['/file/bot123456:ABC-DEF/a.png', '/file/bot***/a.png'],
  ['/bot123456%3AABC-DEF/getMe', '/bot***/getMe'],
  ['/services/T000/B000/XXXXXXXX', '/services/T000/B000/***'],
  ['/api/webhooks/4242/abcdef', '/api/webhooks/***/***'],
  ['/hooks/catch/123/abc/', '/hooks/***/***/***/'],
  ['/v1/keys/abcdefghijklmnopqrstuvw1/rotate', '/v1/keys/***/rotate'],
  ['/v1/abcdefghijklmnopqrstuv1', '/v1/abcdefghijklmnopqrstuv1'],
  ['/v1/abcdefghijklmnopqrstuvwxyz', '/v1/***'],
  ['/v1/QWERTYUIOPASDFGHJKLZXCVBNM', '/v1/***'],
  ['/v1/xKqPzRtWbNmLsDfGhJkVcXyQ', '/v1/***'],
  ['/x.WorkflowService/GetWorkflowExecutionHistory', '/x.WorkflowService/GetWorkflowExecutionHistory'],
  ['/v1/models/gemini-pro:streamGenerateContent', '/v1/models/gemini-pro:streamGenerateContent'],
  ['/auth/v1/login', '/auth/v1/login'],
  ['/auth/abc', '/auth/***'],
  ['/v1/keys/abc/rotate', '/v1/keys/***/rotate'],
  ['/login:abc', '/***'],
  ['/x%253Ftoken%253Dabc', '/***'],
  ['/v1/sk-abcd12345', '/v1/***'],
  ['/v1/token/abc', '/v1/token/***'],
  ['/v1/key=abc/x', '/v1/key=***/x'],
  ['/page;jsessionid=12', '/page;***'],
  ['/go/https%3A%2F%2Fu%3Ap%40h%2F', '/go/***'],
  ['/go/user:pass@host', '/go/***'],
  ['/npm/react@18.2.0/index.js', '/npm/react@18.2.0/index.js'],
  ['/100%/x', '/100%/x'],
])('requestUrlText shows the path %s as %s', (path, text) => {
  expect(requestUrlText({ ...url, path })).toBe(`https://api.example.com${text}`)
})

test('requestUrlText shortens an overlong path in the middle', () => {
  const text = requestUrlText({ ...url, path: `/first${'/😀'.repeat(200)}/last` })

  const path = text.slice('https://api.example.com'.length)
  expect(Array.from(path)).toHaveLength(200)
  expect(path).toMatch(/^\/first.*….*\/last$/)
})

test.each([
  ['https://user:pass@host/path?key=1#x', 'https://host/path'],
  ['HTTPS://u@HOST:8080/a', 'HTTPS://HOST:8080/a'],
  ['postgres://user:p/ss@host/db', 'postgres://***'],
  ['postgres://user:p#ss@host/db', 'postgres://***'],
  ['redis://:pass@[::1]:6379/0', 'redis://[::1]:6379/0'],
  ['user:pass@host:5432', 'host:5432'],
  ['db.example.com:5432', 'db.example.com:5432'],
  ['fe80::1%lo', 'fe80::1%lo'],
  ['/run/postgresql/.s.PGSQL.5432', '/run/postgresql/.s.PGSQL.5432'],
  ['host=db;password=x', '***'],
  ['http://user:pass@host:99999/x?token=1', 'http://host:99999/x'],
])('redactDestination shows %s as %s', (raw, text) => {
  expect(redactDestination(raw)).toBe(text)
})

test.each([
  [hostPort('example.com'), 'example.com'],
  [hostPort('example.com', 80), 'example.com:80'],
  [hostPort('::1'), '[::1]'],
  [hostPort('::1', 80), '[::1]:80'],
])('hostPort writes %s', (text, expected) => {
  expect(text).toBe(expected)
})

test.each([
  ['example.com', 'example.com'],
  ['bücher_1.example', 'bücher_1.example'],
  ['fe80::1%lo', 'fe80::1%lo'],
  ['[::1]', '[::1]'],
  ['user:pass@host', 'host'],
  ['user:pass', '***'],
  ['https://user:pass@host/?key=1', 'https://host/'],
  ['two words', '***'],
])('redactHost shows %s as %s', (host, shown) => {
  expect(redactHost(host)).toBe(shown)
})
