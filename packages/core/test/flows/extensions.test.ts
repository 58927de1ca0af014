import { DatabaseSync } from 'node:sqlite'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'

const database = new DatabaseSync(':memory:', { allowExtension: true })
const load = (): void => database.loadExtension('/nowhere/vector.so')

test('native: block keeps an extension of SQLite from loading', async () => {
  await expect(noEgress({ native: 'block' }, load)).rejects.toMatchObject({
    violations: [{ channel: 'native', reason: 'native-not-allowed', addons: ['/nowhere/vector.so'] }],
  })
})

test('by default an extension of SQLite loads, and is noted', async () => {
  const { attempts, violations, ...outcome } = await observeEgress(load)

  expect('error' in outcome && String(outcome.error)).toContain('cannot open shared object file')
  expect(attempts).toMatchObject([{ outcome: 'allowed', channel: 'native', addons: ['/nowhere/vector.so'] }])
  expect(violations).toEqual([])
})

test('native: block keeps an engine of OpenSSL from loading', async () => {
  const crypto = process.getBuiltinModule('node:crypto')

  await expect(noEgress({ native: 'block' }, () => crypto.setEngine('/nowhere/engine.so'))).rejects.toMatchObject({
    violations: [{ channel: 'native', addons: ['/nowhere/engine.so'] }],
  })
})

const engine = '/nowhere/engine.so'

test.each<[string, SecureContextOptions]>([
  ['a client certificate', { clientCertEngine: engine }],
  ['a private key', { privateKeyEngine: engine, privateKeyIdentifier: 'x' }],
])('native: block keeps an engine for %s from loading, by a function captured before the guard', async (_, options) => {
  await expect(noEgress({ native: 'block' }, () => void createSecureContext(options))).rejects.toMatchObject({
    violations: [{ channel: 'native', reason: 'native-not-allowed', addons: [engine] }],
  })
})
