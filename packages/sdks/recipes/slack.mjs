import { LogLevel, WebClient } from '@slack/web-api'

export async function reach({ url = 'https://slack.com/api/' } = {}) {
  const slackApiUrl = url.endsWith('/') ? url : `${url}/`
  const client = new WebClient('token', { slackApiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR })
  await client.chat.postMessage({ channel: 'general', text: 'Hello' }) // calls out
}
