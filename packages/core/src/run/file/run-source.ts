import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isObject, isText } from '../../evidence/record/checks.ts'

/** Which code ran, and where. Unknown fields are left out. */
export interface RunSource {
  /** The name in the package.json of the root. */
  readonly project?: string
  /** The branch or, for a pull request, its source branch. */
  readonly branch?: string
  /** The full hash. */
  readonly commit?: string
  /** The URL of the files of that commit. Their paths are appended to it. */
  readonly files?: string
  /** The URL of the run in CI. */
  readonly ci?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the source of a run from the variables of GitHub and GitLab or, elsewhere, from the repository itself. */
export function readRunSource(root: string, env: Environment): RunSource {
  const { commit, branch, files, ci } = { ...readRepository(root), ...(fromGithub(env) ?? fromGitlab(env)) }
  const given = { project: readProject(root), branch, commit, files: webUrl(files), ci: webUrl(ci) }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''))
}

type Place = Omit<RunSource, 'project'>

function fromGithub(env: Environment): Place | undefined {
  const { GITHUB_ACTIONS, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = env
  if (GITHUB_ACTIONS !== 'true' || server === undefined || name === undefined || commit === undefined) return undefined
  // For a pull request, the name of its branch. The other variable names the merge.
  const branch = env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME'] || undefined
  const run = env['GITHUB_RUN_ID']
  const repository = `${server}/${name}`
  return {
    commit,
    files: `${repository}/blob/${commit}`,
    ...(branch !== undefined && { branch }),
    ...(run !== undefined && { ci: `${repository}/actions/runs/${run}` }),
  }
}

function fromGitlab(env: Environment): Place | undefined {
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit, CI_COMMIT_REF_NAME: branch, CI_PIPELINE_URL: ci } = env
  if (env['GITLAB_CI'] !== 'true' || project === undefined || commit === undefined) return undefined
  return {
    commit,
    files: `${project}/-/blob/${commit}`,
    ...(branch !== undefined && { branch }),
    ...(ci !== undefined && { ci }),
  }
}

/** Reports are shared, so a URL must not contain a password or run code in a browser. */
function webUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' ? text : undefined
}

function readProject(root: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return isObject(manifest) && isText(manifest['name']) ? manifest['name'] : undefined
  } catch {
    return undefined
  }
}

/** Reads what is checked out from git's files, since this must not start a program. */
function readRepository(root: string): Place {
  const folder = findGitFolder(root)
  const head = folder === undefined ? undefined : read(join(folder, 'HEAD'))
  if (folder === undefined || head === undefined) return {}
  const [, ref] = /^ref: (refs\/\S+)/.exec(head) ?? []
  if (ref === undefined) return isHash(head) ? { commit: head } : {}
  const branch = ref.replace(/^refs\/heads\//, '')
  const commit = readRef(ref, folder)
  return { branch, ...(commit !== undefined && { commit }) }
}

/** In a worktree, `.git` is a file with the path of the folder. */
function findGitFolder(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const place = join(folder, '.git')
    if (read(join(place, 'HEAD')) !== undefined) return place
    const [, elsewhere] = /^gitdir: (.+)$/.exec(read(place) ?? '') ?? []
    if (elsewhere !== undefined) return resolve(folder, elsewhere)
    if (folder === dirname(folder)) return undefined
  }
}

/** A worktree uses the branches of its repository, each in its own file or in one list. */
function readRef(ref: string, folder: string): string | undefined {
  const common = resolve(folder, read(join(folder, 'commondir')) ?? '.')
  const loose = read(join(common, ref))
  if (loose !== undefined) return isHash(loose) ? loose : undefined
  const packed = (read(join(common, 'packed-refs')) ?? '').split('\n').find((line) => line.endsWith(` ${ref}`))
  return packed?.split(' ')[0]
}

function isHash(text: string): boolean {
  return /^[\da-f]{40,64}$/.test(text)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
