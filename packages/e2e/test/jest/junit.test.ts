import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jestMajors, withJest } from './run-jest.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/jest.md'), 'utf8')
const [, properties = ''] = /^\/\/ junit-properties\.cjs\n([\s\S]*?)^```/m.exec(page) ?? []
const [, options = ''] = /\['jest-junit', (\{.*?\})\]/.exec(page) ?? []

const files = {
  'junit-properties.cjs': properties,
  'reaches.test.js': `
    test('asks', () => fetch('http://192.0.2.1/v1').catch(() => {}))
    test('looks up', () => require('node:dns/promises').lookup('api.weather.example').catch(() => {}))
    test('dials', (done) => { require('node:net').connect('/run/x.sock').on('error', () => done()) })
    test('starts', () => { require('node:child_process').spawnSync('curl') })
    test('fails', () => { throw new Error('of itself') })
    test('stays', () => {})
  `,
  'imports.test.js': `
    require('node:dns').lookup('telemetry.example', () => {})
    test('stays', () => {})
  `,
}

test.each(jestMajors)(
  'jest-junit under Jest %i carries what each test violated, as the page on Jest sets it up',
  async (major) => {
    const config = { reporters: ['default', ['jest-junit', JSON.parse(toJson(options))]] }
    await withJest({ major, args: [], files, config }, async ({ folder, run }) => {
      const { code } = await run()
      const xml = readFileSync(join(folder, 'junit.xml'), 'utf8')

      expect(code).toBe(1)
      expect(propertiesIn(xml)).toEqual({
        asks: 'http://192.0.2.1/v1',
        'looks up': 'api.weather.example',
        dials: '/run/x.sock',
        starts: 'curl',
      })
      expect(xml).toContain('Egress blocked: DNS lookup of telemetry.example')
      // The frames below are those of Jest, which are absolute for every error.
      const rows = [...xml.matchAll(/^ {2}(?:from|via|file) +([^:\s]+)/gm)].map(([, path]) => path)
      expect(new Set(rows)).toEqual(new Set(['reaches.test.js']))
    })
  },
)

/** A literal of JavaScript without anything that JSON does not have, but for how it writes keys and strings. */
function toJson(literal: string): string {
  return literal.replaceAll("'", '"').replaceAll(/(\w+):/g, '"$1":')
}

function propertiesIn(xml: string): Readonly<Record<string, string | undefined>> {
  const cases = xml.split('<testcase ').slice(1)
  const pairs = cases.map((text) => [
    / name="\s*([^"]*)"/.exec(text)?.[1],
    /<property name="agentguard" value="([^"]*)"/.exec(text)?.[1],
  ])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as Record<string, string>
}
