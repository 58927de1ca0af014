import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readRunSource } from '../../../src/run/file/run-source.ts'

function folderOf(manifest?: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-source-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (manifest) writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  return folder
}

function git(cwd: string, ...args: readonly string[]): string {
  const who = ['user.name=a', 'user.email=a@example.com', 'commit.gpgsign=false'].flatMap((pair) => ['-c', pair])
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

function repositoryOf(manifest?: object): string {
  const folder = folderOf(manifest)
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=one')
  return folder
}

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'example/tools',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF_NAME: '7/merge',
  GITHUB_HEAD_REF: 'add-search',
  GITHUB_RUN_ID: '42',
}

test('readRunSource reads project, branch and commit of a repository, also from a folder of it', () => {
  const folder = repositoryOf({ name: 'tools' })
  mkdirSync(join(folder, 'packages/a'), { recursive: true })
  const commit = git(folder, 'rev-parse', 'HEAD')

  expect(readRunSource(folder, {})).toEqual({ project: 'tools', branch: 'main', commit })
  expect(readRunSource(join(folder, 'packages/a'), {})).toEqual({ branch: 'main', commit })
})

test('readRunSource finds branches that are packed, in worktrees, and checkouts without a branch', () => {
  const folder = repositoryOf()
  const commit = git(folder, 'rev-parse', 'HEAD')
  git(folder, 'pack-refs', '--all')
  git(folder, 'worktree', 'add', '--quiet', '-b', 'feature/one', 'tree')

  expect(readRunSource(folder, {})).toEqual({ branch: 'main', commit })
  expect(readRunSource(join(folder, 'tree'), {})).toEqual({ branch: 'feature/one', commit })
  git(folder, 'checkout', '--quiet', '--detach')
  expect(readRunSource(folder, {})).toEqual({ commit })
})

test('readRunSource reads what GitHub reports, and the branch of a pull request', () => {
  expect(readRunSource(repositoryOf({ name: 'tools' }), github)).toEqual({
    project: 'tools',
    branch: 'add-search',
    commit: github.GITHUB_SHA,
    files: `https://github.com/example/tools/blob/${github.GITHUB_SHA}`,
    ci: 'https://github.com/example/tools/actions/runs/42',
  })
  expect(readRunSource(folderOf(), { ...github, GITHUB_HEAD_REF: '' }).branch).toBe('7/merge')
})

test('readRunSource reads what GitLab reports', () => {
  const gitlab = {
    GITLAB_CI: 'true',
    CI_PROJECT_URL: 'https://gitlab.example/a/tools',
    CI_COMMIT_SHA: 'b'.repeat(40),
    CI_COMMIT_REF_NAME: 'main',
    CI_PIPELINE_URL: 'https://gitlab.example/a/tools/-/pipelines/9',
  }

  expect(readRunSource(folderOf(), gitlab)).toEqual({
    branch: 'main',
    commit: gitlab.CI_COMMIT_SHA,
    files: `https://gitlab.example/a/tools/-/blob/${gitlab.CI_COMMIT_SHA}`,
    ci: gitlab.CI_PIPELINE_URL,
  })
})

test('readRunSource keeps no password and no address that a browser would run', () => {
  const { files, ci } = readRunSource(folderOf(), { ...github, GITHUB_SERVER_URL: 'https://user:secret@github.com' })
  const script = readRunSource(folderOf(), { ...github, GITHUB_SERVER_URL: 'javascript:alert(1)//' })

  expect([files, ci, script.files, script.ci]).toEqual([undefined, undefined, undefined, undefined])
})

test('readRunSource returns nothing for a folder that is neither project nor repository', () => {
  const folder = folderOf()
  writeFileSync(join(folder, 'package.json'), 'no JSON')
  mkdirSync(join(folder, '.git'))
  writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/unborn\n')

  expect(readRunSource(folder, {})).toEqual({ branch: 'unborn' })
})
