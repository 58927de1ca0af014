import { assert, property, json } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from '../../../src/testing/config/read-json.ts'

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    assert(
      property(json(), (text) => {
        expect(readJson(text, 'a.json').value).toStrictEqual(JSON.parse(text))
      }),
    )
  })

  it('knows the line of each part', () => {
    const { lineOf } = readJson(
      '{\n  "allow": [\n    "a.example",\r\n    "b.example"\n  ],\n  "files": {\n "x": {} } }',
      'a.json',
    )
    expect(
      [[], ['allow'], ['allow', 0], ['allow', 1], ['files', 'x'], ['files', 'y']].map((path) => lineOf(path)),
    ).toStrictEqual([1, 2, 3, 4, 7, 6])
  })

  it.each([
    ['{\n  // a comment\n}', 'a.json:2: JSON has no comments'],
    ['{\n  "allow": [],\n}', 'a.json:3: a comma comes before the end of a list or an object. Remove the comma.'],
    ['{\n  "allow": [1,]\n}', 'a.json:2: a comma comes before the end'],
    ["{\n  'allow': []\n}", "a.json:2: ''' is not expected here in JSON"],
    ['{\n  "allow": []\n  "deny": []\n}', `a.json:3: '"' is not expected here in JSON`],
    ['{\n  "allow": [', 'a.json:2: the end of the file is not expected here in JSON'],
    ['', 'a.json:1: the end of the file is not expected here in JSON'],
    ['{} {}', "a.json:1: '{' is not expected here in JSON"],
    ['{"a": "\\x"}', `a.json:1: '"' is not expected here in JSON`],
    ['{\n  "allow": [],\n  "allow": []\n}', "a.json:3: 'allow' is given twice. Keep one of them."],
  ])('names the line of a mistake: %j', (text, message) => {
    expect(() => readJson(text, 'a.json')).toThrow(message)
  })

  it('skips the mark of an encoding', () => {
    expect(readJson('\uFEFF{}', 'a.json').value).toStrictEqual({})
  })
})
