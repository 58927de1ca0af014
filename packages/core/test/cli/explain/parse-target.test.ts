import { expect, test } from 'vitest'
import { parseTarget } from '../../../src/cli/explain/parse-target.ts'

test.each<[string, object]>([
  ['api.example.com', { channel: 'tcp', host: 'api.example.com', port: 443 }],
  ['API.Example.com.:5432', { host: 'api.example.com', port: 5432 }],
  ['[2001:db8::1]:53', { host: '2001:db8::1', port: 53 }],
  ['localhost:5432', { host: 'localhost', port: 5432 }],
  ['https://api.example.com/v1?key=1', { method: 'GET', port: 443, url: { scheme: 'https', path: '/v1' } }],
  ['post http://api.example.com:81/', { method: 'POST', port: 81, url: { scheme: 'http', path: '/' } }],
  ['unix:/run/x.sock', { channel: 'pipe', unixPath: '/run/x.sock' }],
  ['exec:curl', { channel: 'child-process', program: { file: 'curl', args: [], foreign: ['curl'] } }],
])('parseTarget reads %s', (text, attempt) => {
  expect(parseTarget(text)).toMatchObject(attempt)
})

test.each<[string, string]>([
  ['*.example.com', 'is a pattern'],
  ['ftp://example.com', 'not the URL of a request'],
  ['https://', 'not the URL of a request'],
  ['example.com:99999', 'not a number from 1 to 65535'],
])('parseTarget rejects %s', (text, message) => {
  expect(() => parseTarget(text)).toThrow(message)
})
