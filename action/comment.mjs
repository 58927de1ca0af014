// Keeps one comment on a pull request that shows how it changes an egress lock: node comment.mjs <Markdown> <lock>.
// Without a change there is no comment, or the existing one says so. A comment that fails does not change the job.
import { readFileSync } from 'node:fs'
import { argv, env } from 'node:process'

const [, , textFile = '', lock = ''] = argv
const text = readFileSync(textFile, 'utf8').trim()
const { number } = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).pull_request
const issues = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`
// Several jobs may each have their own lock.
const mark = `<!-- agentguard: ${encodeURIComponent(lock)} -->`

try {
  const known = await findComment()
  if (known !== undefined) await call('PATCH', `${issues}/comments/${known.id}`, { body: bodyOf(text) })
  else if (text !== '') await call('POST', `${issues}/${number}/comments`, { body: bodyOf(text) })
} catch (error) {
  const fix = "Give the job the permission 'pull-requests: write', which a pull request from a fork cannot have"
  console.log(
    `::warning title=agentguard::The comment on the change of ${lock} could not be written (${error.message}). ${fix}.`,
  )
}

function bodyOf(text) {
  return `${mark}\n${text === '' ? `The egress lock \`${lock}\` no longer changes.` : text}\n`
}

/** The comment of an earlier run. Others may write the mark too, but not as a bot. */
async function findComment() {
  for (let page = 1; ; page += 1) {
    const comments = await call('GET', `${issues}/${number}/comments?per_page=100&page=${page}`)
    const found = comments.find(({ body, user }) => body.startsWith(mark) && user.type === 'Bot')
    if (found !== undefined || comments.length < 100) return found
  }
}

async function call(method, url, content) {
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${env.TOKEN}` },
    ...(content !== undefined && { body: JSON.stringify(content) }),
  })
  if (!response.ok) throw new Error(`${method} ${response.status}`)
  return response.json()
}
