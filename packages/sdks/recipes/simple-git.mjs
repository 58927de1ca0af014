import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleGit } from 'simple-git'

export async function reach({ url = 'https://git.example.com/agent.git' } = {}) {
  await simpleGit().clone(url, join(tmpdir(), `agentguard-clone-${process.pid}-${Date.now()}`))
}
