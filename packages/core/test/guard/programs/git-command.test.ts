import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isLocalGit } from '../../../src/guard/programs/git-command.ts'

/** A repository with one commit, and its own home. */
function repository() {
  const root = mkdtempSync(join(tmpdir(), 'agentguard-git-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const cwd = join(root, 'repo')
  const home = join(root, 'home')
  for (const folder of [cwd, home]) mkdirSync(folder)
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' }
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd, env, stdio: 'ignore' })
  git('init', '-q')
  writeFileSync(join(cwd, 'f'), 'x')
  git('add', 'f')
  git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-qm', 'x')
  const isLocal = (line: string): boolean =>
    isLocalGit({ file: 'git', name: 'git', args: line.split(' ').slice(1), env, inherited: {}, cwd })
  const hook = (name: string, folder = join(cwd, '.git', 'hooks')): void => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), '#!/bin/sh\n')
    chmodSync(join(folder, name), 0o755)
  }
  return { cwd, home, git, isLocal, hook }
}

const everyday = [
  'status',
  'log --remotes',
  'diff',
  'add .',
  'commit -m x',
  'checkout -b y',
  'show HEAD:f',
  'rev-parse HEAD',
  'stash',
  'remote',
  'remote -v',
  'remote get-url --push origin',
]

test.each(everyday)('git %s is local in a plain repository', (line) => {
  expect(repository().isLocal(`git ${line}`)).toBe(true)
})

test.each(['remote show origin', 'remote -v update', 'remote update', 'remote add -f o u', 'remote prune o'])(
  'git %s may reach a remote',
  (line) => {
    expect(repository().isLocal(`git ${line}`)).toBe(false)
  },
)

test.each<[why: string, line: string, prepare: (repo: ReturnType<typeof repository>) => void]>([
  ['a program that watches files', 'status', ({ git }) => git('config', 'core.fsmonitor', './watch')],
  ['one of the home', 'status', ({ home }) => writeFileSync(join(home, '.gitconfig'), '[core]\nfsmonitor = ./watch\n')],
  [
    'one of an included file',
    'status',
    ({ home }) => {
      writeFileSync(join(home, 'more'), '[core]\nfsmonitor = ./watch\n')
      writeFileSync(join(home, '.gitconfig'), '[include]\npath = more\n')
    },
  ],
  [
    'one of XDG',
    'status',
    ({ home }) => {
      mkdirSync(join(home, '.config', 'git'), { recursive: true })
      writeFileSync(join(home, '.config', 'git', 'config'), '[core]\nfsmonitor = ./watch\n')
    },
  ],
  ['a clone without blobs', 'show HEAD:f', ({ git }) => git('config', 'remote.origin.promisor', 'true')],
  ['an external diff', 'diff', ({ git }) => git('config', 'diff.external', './show')],
  ['a textconv', 'log -p', ({ git }) => git('config', 'diff.x.textconv', './show')],
  [
    'a filter of a file',
    'add .',
    ({ cwd, git }) => {
      git('config', 'filter.x.clean', './clean')
      writeFileSync(join(cwd, '.gitattributes'), 'f filter=x\n')
    },
  ],
  ['a filter that a commit may use', 'checkout y', ({ git }) => git('config', 'filter.x.smudge', './smudge')],
  ['a hook', 'commit -m x', ({ hook }) => hook('pre-commit')],
  [
    'a hook elsewhere',
    'checkout -b y',
    ({ home, git, hook }) => {
      git('config', 'core.hooksPath', join(home, 'hooks'))
      hook('post-checkout', join(home, 'hooks'))
    },
  ],
  ['a signature', 'commit -m x', ({ git }) => git('config', 'commit.gpgsign', 'true')],
  ['a signature that is checked', 'log --format=%G?', () => {}],
  ['an editor', 'commit', ({ git }) => git('config', 'core.editor', './edit')],
  [
    'a trace to a socket',
    'status',
    ({ home }) => writeFileSync(join(home, '.gitconfig'), '[trace2]\neventTarget = af_unix:/run/x\n'),
  ],
])('a command that starts %s is foreign: git %s', (_, line, prepare) => {
  const repo = repository()
  prepare(repo)

  expect(repo.isLocal(`git ${line}`)).toBe(false)
})

test.each<[why: string, line: string, prepare: (repo: ReturnType<typeof repository>) => void]>([
  ['the watcher of git itself', 'status', ({ git }) => git('config', 'core.fsmonitor', 'true')],
  ['a filter that no file has', 'add .', ({ git }) => git('config', 'filter.lfs.clean', 'git-lfs clean -- %f')],
  ['a hook of another command', 'status', ({ hook }) => hook('pre-commit')],
  ['an editor, and a message', 'commit -m x', ({ git }) => git('config', 'core.editor', './edit')],
])('%s leaves a command local: git %s', (_, line, prepare) => {
  const repo = repository()
  prepare(repo)

  expect(repo.isLocal(`git ${line}`)).toBe(true)
})
