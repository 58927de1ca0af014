import { describe, expect, test } from 'vitest'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'

function startOf(file: string, options: EgressOptions): string {
  const program = { file, args: [] }
  return decide(createPolicy(options, 'a test'), { channel: 'child-process', program, raw: file }).outcome
}

describe('exec: rules', () => {
  test.each([
    ['exec:git', 'git'],
    ['exec:git', '/usr/local/bin/git'],
    ['exec:/usr/bin/git', '/usr/bin/git'],
  ])('%s allows %s', (allow, file) => {
    expect(startOf(file, { allow })).toBe('allow')
  })

  test.each([
    ['exec:git', 'git2'],
    ['exec:/usr/bin/git', 'git'],
    ['exec:/usr/bin/git', '/opt/bin/git'],
    // A link may lead up from elsewhere.
    ['exec:/usr/bin/git', '/usr/bin/link/../git'],
  ])('%s does not allow %s', (allow, file) => {
    expect(startOf(file, { allow })).toBe('block')
  })

  test.each(['/usr/bin/git', '/usr/bin/../bin/git', '/usr//bin/./git'])('a denied path is denied as %s too', (file) => {
    expect(startOf(file, { subprocess: 'allow', deny: 'exec:/usr/bin/git' })).toBe('block')
  })

  test.each([
    ['exec:', 'names no program'],
    ['exec:git status', "Name the program alone: 'exec:git'"],
    ['exec:*', 'contains a space or a star'],
    ['exec:bin/git', "Write the whole path, or the name: 'exec:git'"],
    ['exec:/usr/bin/../bin/git', "Did you mean 'exec:/usr/bin/git'?"],
    ['exec:/usr//bin/git', "Did you mean 'exec:/usr/bin/git'?"],
    ['exec:/usr/bin/git/', "Did you mean 'exec:/usr/bin/git'?"],
    ['exec:/', "Did you mean 'exec:git'?"],
  ])('%s is refused, with the way out', (rule, text) => {
    expect(() => createPolicy({ allow: rule }, 'jest.config.js')).toThrow(text)
    expect(() => createPolicy({ allow: rule }, 'jest.config.js')).toThrow('jest.config.js')
  })
})
