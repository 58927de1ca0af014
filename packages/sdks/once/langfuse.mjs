import { Langfuse } from 'langfuse'

export function once({ url }) {
  const langfuse = new Langfuse({ publicKey: 'pk', secretKey: 'sk', baseUrl: url, fetchRetryCount: 0 })
  langfuse.trace({ name: 'answer' })
}
