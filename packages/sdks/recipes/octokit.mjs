import { Octokit } from '@octokit/core'

export async function reach({ url = 'https://api.github.com' } = {}) {
  await new Octokit({ baseUrl: url }).request('GET /rate_limit') // calls out
}
