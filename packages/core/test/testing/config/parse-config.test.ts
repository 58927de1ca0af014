import { expect, test } from 'vitest'
import { parseConfig } from '../../../src/testing/config/parse-config.ts'
import { readJson } from '../../../src/testing/config/read-json.ts'

const path = '/p/agentguard.config.json'
const js = (value: unknown) => parseConfig({ value, lineOf: undefined }, '/p/agentguard.config.js')
const parse = (text: string) => parseConfig(readJson(text, path), path)

test('parseConfig gives each glob its options', () => {
  const { sections } = parse('{"$schema":"x","allow":["a.com"],"files":{"tools/**":{"mute":"b.com"}}}')
  expect(sections.map(({ name, options }) => ({ name, options }))).toEqual([
    { name: path, options: { allow: ['a.com'] } },
    { name: `files['tools/**'] in ${path}`, options: { mute: ['b.com'] } },
  ])
  expect(sections.map(({ isFor }) => isFor('/p/tools/a.test.js'))).toEqual([true, true])
  expect(sections.map(({ isFor }) => isFor('/p/a.test.js'))).toEqual([true, false])
})

test.each([
  ['[]', `${path}:1: the config is an array. Write an object such as { "allow": ["api.example.com"] }.`],
  ['{\n"alow": []}', `${path}:2: there is no option 'alow'. Did you mean 'allow'?`],
  ['{\n"allow": [\n"a.com",\n"*"]}', `allow[1] in ${path}:4: '*' would match everything`],
  ['{\n"allow": [\n"a.com",\n7]}', `allow[1] in ${path}:4: a rule cannot be the number 7`],
  ['{\n"deny":\n "*"}', `deny[0] in ${path}:2: '*' would match everything`],
  ['{\n"mode": "strict"}', `mode in ${path}:2: 'strict' is not a value of mode`],
  [
    '{\n"allow": [{ "rule": "a.com",\n"until": "soon" }]}',
    `until in allow[0] in ${path}:2: 'soon' is not a value of until`,
  ],
  ['{\n"files": []}', `${path}:2: files cannot be an array`],
  ['{\n"files": {\n"../a": {}}}', `${path}:3: the glob '../a' leads out of the folder of the config`],
  ['{\n"files": {\n"a": {\n"alow": []}}}', `${path}:4: there is no option 'alow'. Did you mean 'allow'?`],
  ['{\n"files": {\n"a": {\n"allow": ["*"]}}}', `allow[0] in ${path}:4: '*' would match everything`],
])('parseConfig names the line of a mistake: %j', (text, message) => {
  expect(() => parse(text)).toThrow(message)
})

test('parseConfig names the file and the glob where there are no lines', () => {
  expect(() => js({ alow: [] })).toThrow("/p/agentguard.config.js: there is no option 'alow'. Did you mean 'allow'?")
  expect(() => js({ files: { a: { allow: ['*'] } } })).toThrow("allow[0] in files['a'] in /p/agentguard.config.js: '*'")
  expect(() => js(Promise.resolve({}))).toThrow('/p/agentguard.config.js: the config is a promise')
  expect(() => js(undefined)).toThrow('/p/agentguard.config.js: the config is undefined')
})
