import { expect, test } from 'vitest'
import { describeAttempt } from '../../../src/evidence/redact/describe-attempt.ts'

test('describeAttempt keeps what was tried and leaves out the raw text', () => {
  const url = { scheme: 'https', host: 'api.example.com', port: 443, path: '/bot1:secret/getMe' }
  const attempt = { channel: 'undici', host: 'api.example.com', port: 443, method: 'POST', url, raw: 'secret' } as const

  expect(describeAttempt({ ...attempt, address: undefined, own: true })).toStrictEqual({
    channel: 'undici',
    host: 'api.example.com',
    port: 443,
    method: 'POST',
    url: 'https://api.example.com/bot***/getMe',
  })
})

test('describeAttempt keeps a few names, the one asked for first', () => {
  const names = [...Array.from({ length: 4096 }, (_, at) => `n${at}.example.com`), 'asked.example.com']

  const kept = describeAttempt({ channel: 'tcp', host: 'asked.example.com', names, raw: '' }).names

  expect(kept).toHaveLength(8)
  expect(kept?.slice(0, 2)).toEqual(['asked.example.com', 'n0.example.com'])
})

test.each([':', '/', 'a', '-', 'x-', 'token', '@:', '%', '=a', '"', '--a ', 'eyJ', 'https://'])(
  'describeAttempt stays small and quick for a megabyte of "%s"',
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length)
    const url = { scheme: 'https', host: text, port: 443, path: `/${text}` }

    const kept = describeAttempt({
      channel: 'http',
      host: text,
      unixPath: text,
      method: text,
      url,
      proxy: text,
      program: { file: text, args: [text, `${text}!`, `--token=${text}`] },
      raw: text,
    })

    expect(JSON.stringify(kept).length).toBeLessThan(5_000)
  },
)
