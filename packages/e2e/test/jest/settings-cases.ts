/** One Jest project with one file: how it is set up, and its expected outcome. */
export interface SettingsCase {
  readonly options?: Readonly<Record<string, unknown>>
  readonly project?: Readonly<Record<string, unknown>>
  /** The text above the tests. */
  readonly head?: string
  /** Body of its one test; calls a host by default. */
  readonly body?: string
  /** What the file's message contains; a case without passes. */
  readonly says?: readonly string[]
}

const calls = "await phone('192.0.2.1')"
const stays = ''
const blocked = ['Egress blocked: connect 192.0.2.1:443']
const callsOther = "expect(await phone('127.0.0.1', Number(process.env.OTHER_PORT))).toBe(undefined)"

export const settingsCases: Readonly<Record<string, SettingsCase>> = {
  'no-options': { says: blocked },
  allow: { options: { allow: ['localhost'] }, body: callsOther },
  'another-port': {
    options: { allow: ['localhost:1'] },
    body: `expect((await phone('127.0.0.1', Number(process.env.OTHER_PORT))).code).toBe('ERR_EGRESS_BLOCKED')`,
    says: ['Egress blocked: connect 127.0.0.1:', 'a loopback address where no server of the tests listens'],
  },
  'deny-wins': { options: { allow: 'loopback', deny: 'localhost' }, body: callsOther, says: ['denied by localhost'] },
  'mode-off': { options: { mode: 'off' }, body: callsOther },
  'mode-audit': { options: { mode: 'audit' }, body: callsOther },
  'loopback-any': { options: { loopback: 'any' }, body: callsOther },

  typo: {
    options: { alow: ['localhost'] },
    body: stays,
    says: ["testEnvironmentOptions: there is no option 'alow'", "Did you mean 'allow'?"],
  },
  'typo-of-base': {
    options: { bsae: 'jsdom' },
    body: stays,
    says: ["there is no option 'bsae'", "Did you mean 'base'?"],
  },
  'unknown-key': {
    options: { verbosity: 1 },
    body: stays,
    says: ["there is no option 'verbosity'", 'Use one of allow, deny'],
  },
  star: { options: { allow: ['*'] }, body: stays, says: ['testEnvironmentOptions', "'*'"] },
  'not-a-rule': { options: { allow: [7] }, body: stays, says: ['allow[0] in testEnvironmentOptions', '7'] },
  'unknown-mode': {
    options: { mode: 'blok' },
    body: stays,
    says: ["'blok' is not a value of mode", "Did you mean 'block'?"],
  },
  'unknown-base': {
    options: { base: 'jsdmo' },
    body: stays,
    says: ["no environment 'jsdmo' is installed", 'Install jest-environment-jsdmo'],
  },
  'base-of-a-base': {
    options: { base: './guarded-jsdom.js' },
    project: { testEnvironment: './guarded-jsdom.js' },
    body: stays,
    says: ['base has no effect here'],
  },

  'own-options-are-no-globals': {
    options: { allow: ['localhost'], mode: 'block' },
    body: "expect([typeof allow, typeof mode]).toEqual(['undefined', 'undefined'])",
  },
  'options-of-the-node-environment': {
    options: { customExportConditions: ['node', 'browser'], allow: [] },
    body: "expect(require('node:os').EOL).toBe('\\n')",
  },

  docblock: { head: '// @agentguard allow=localhost\n', body: callsOther },
  'docblock-in-a-block': { head: '/**\n * Some tests.\n *\n * @agentguard allow=localhost\n */\n', body: callsOther },
  'docblock-below-a-licence': {
    head: "/*! (c) somebody */\n'use strict'\n// @agentguard mode=off\n",
    body: callsOther,
  },
  'docblock-adds-up': { options: { allow: ['192.0.2.1'] }, head: '// @agentguard allow=localhost\n', body: callsOther },
  'docblock-typo': {
    head: '/* one\n two */\n// @agentguard alow=a.com\n',
    body: stays,
    says: ['docblock-typo.test.js:3', "Did you mean 'allow'?"],
  },
  'docblock-bad-rule': {
    head: '// @agentguard allow=a.com,*\n',
    body: stays,
    says: ['docblock-bad-rule.test.js:1', "'*'"],
  },
  'docblock-too-late': {
    body: '// @agentguard allow=localhost\n',
    says: ['docblock-too-late.test.js:', 'comes too late'],
  },
  'docblock-of-a-locked-config': {
    options: { locked: true },
    head: '// @agentguard allow=192.0.2.1\n',
    says: ['locked'],
  },
  'docblock-names-the-environment': {
    project: { testEnvironment: 'node' },
    head: '/** @jest-environment agentguard */\n',
    says: blocked,
  },
  'docblock-of-jest': { head: '/** @jest-environment-options {"allow": ["localhost"]} */\n', body: callsOther },
  'docblock-of-jest-typo': {
    head: '/**\n * @jest-environment-options {"alow": ["localhost"]}\n */\n',
    body: stays,
    says: [
      "there is no option 'alow'. Did you mean 'allow'?",
      '@jest-environment-options in ',
      '/docblock-of-jest-typo.test.js:2: there',
      '> 2 |  * @jest-environment-options',
    ],
  },
  'docblock-of-jest-bad-rule': {
    head: '/** @jest-environment-options {"allow": ["192.168.1"]} */\n',
    body: stays,
    says: ['allow[0] in @jest-environment-options in ', '/docblock-of-jest-bad-rule.test.js:1: '],
  },
  'matcher-at-its-line': {
    body: "await expect(() => phone('192.0.2.1')).not.toEgress(['a.example'])",
    says: [...blocked, "allow  .not.toEgress(['192.0.2.1'])", '> 4 |   await expect('],
  },
  'promise-to-the-matcher': {
    body: "expect(phone('192.0.2.1').catch(() => {})).not.toEgress()",
    says: [
      'got a promise, whose work began before agentguard could watch it: write await expect(() => work()).not.toEgress()',
    ],
  },

  jsdom: {
    options: { base: 'jsdom', url: 'http://shop.example/cart' },
    body: "expect(document.location.href).toBe('http://shop.example/cart')",
  },
  'jsdom-guarded': { options: { base: 'jsdom' }, says: blocked },
  'jsdom-request': {
    options: { base: 'jsdom', url: 'http://192.0.2.1/' },
    body: "await new Promise((resolve) => { const request = new XMLHttpRequest(); request.onloadend = resolve; request.open('GET', '/x'); request.send() })",
    says: ['Egress blocked: GET http://192.0.2.1/x'],
  },
  'jsdom-typo': {
    options: { base: 'jsdom', alow: ['localhost'] },
    body: stays,
    says: ["there is no option 'alow'", "Did you mean 'allow'?"],
  },
  'jsdom-by-hand': {
    project: { testEnvironment: './guarded-jsdom.js' },
    options: { url: 'http://shop.example/' },
    body: `expect(location.host).toBe('shop.example'); ${calls}`,
    says: blocked,
  },

  'own-environment': {
    project: { testEnvironment: './own-environment.js' },
    body: `expect(seen).toEqual([]); ${calls}`,
    says: blocked,
  },
  'environment-with-a-field': {
    project: { testEnvironment: './field-environment.js' },
    body: `expect(started).toBe(true); ${calls}`,
    says: blocked,
  },
  'environment-by-path': {
    options: { base: './field-environment-base.js' },
    body: `expect(fromBase).toBe(true); ${calls}`,
    says: blocked,
  },
  'environment-below-the-root': {
    options: { base: '<rootDir>/field-environment-base.js' },
    body: `expect(fromBase).toBe(true); ${calls}`,
    says: blocked,
  },
  'environment-in-typescript': {
    options: { base: './typed-environment-base.ts' },
    body: `expect(fromBase).toBe(true); ${calls}`,
    says: blocked,
  },
  'own-environment-over-a-base': {
    project: { testEnvironment: './own-environment.js' },
    options: { base: 'jsdom', url: 'http://shop.example/cart' },
    body: `expect(seen).toEqual([]); expect(document.location.pathname).toBe('/cart'); ${calls}`,
    says: blocked,
  },
  'mixed-environment': {
    project: { testEnvironment: './mixed-environment.js' },
    body: `expect(lastEvent).toBe('test_fn_start'); ${calls}`,
    says: blocked,
  },
  'mixed-environment-over-a-base': {
    project: { testEnvironment: './mixed-environment.js' },
    options: { base: './typed-environment-base.ts' },
    body: `expect([fromBase, lastEvent]).toEqual([true, 'test_fn_start']); ${calls}`,
    says: blocked,
  },
  'data-of-other-tools': {
    options: { _ddTestSessionId: '1', _ddRequestErrorTags: {} },
    body: `expect(_ddTestSessionId).toBe('1'); ${calls}`,
    says: blocked,
  },
  'deaf-environment': {
    project: { testEnvironment: './deaf-environment.js' },
    body: stays,
    says: ['got no events from jest-circus', 'super.handleTestEvent'],
  },
  'other-runner': {
    project: { testRunner: './other-runner.js' },
    body: stays,
    says: ['got no events from jest-circus'],
  },

  'setup-file': {
    project: { setupFiles: ['./calls-at-setup.js'] },
    body: stays,
    says: ['Egress blocked: connect 192.0.2.9:443', 'while importing the file'],
  },
  'setup-file-after-env': {
    project: { setupFilesAfterEnv: ['./calls-at-setup.js'] },
    body: stays,
    says: ['Egress blocked: connect 192.0.2.9:443'],
  },
  'no-injected-globals': {
    project: { injectGlobals: false },
    head: "const { expect, test } = require('@jest/globals')\n",
    body: "await expect(() => phone('192.0.2.1')).not.toEgress()",
    says: blocked,
  },
  'reset-modules': { project: { resetModules: true }, body: calls, says: blocked },
  'fake-timers': {
    project: { fakeTimers: { enableGlobally: true } },
    body: `setTimeout(() => phone('192.0.2.1'), 60_000); jest.runAllTimers(); await Promise.resolve()`,
    says: blocked,
  },
  'legacy-fake-timers': {
    project: { fakeTimers: { enableGlobally: true, legacyFakeTimers: true } },
    body: `setTimeout(() => phone('192.0.2.1'), 60_000); jest.runAllTimers(); await Promise.resolve()`,
    says: blocked,
  },
  'spied-net': {
    body: `const spy = jest.spyOn(require('node:net'), 'connect'); ${calls}; expect(spy).toHaveBeenCalledTimes(1)`,
    says: blocked,
  },
  'mocked-net': {
    head: "jest.mock('node:net', () => ({ connect: () => ({ on: (name, listener) => name === 'close' && listener() }) }))\n",
    body: calls,
  },
  'own-server': {
    body: `const server = require('node:http').createServer((_request, response) => response.end('hello')).listen(0)
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address()
      const texts = [await (await fetch('http://127.0.0.1:' + port)).text(), await (await fetch('http://localhost:' + port)).text()]
      expect(texts).toEqual(['hello', 'hello'])
      await new Promise((resolve) => { server.close(resolve); server.closeAllConnections() })`,
  },
  'snapshot-and-assertions': {
    body: 'expect.assertions(1); expect({ a: 1 }).toMatchInlineSnapshot(`\n{\n  "a": 1,\n}\n`)',
    project: { prettierPath: null },
  },
}
