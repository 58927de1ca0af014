import { Storage } from '@google-cloud/storage'

// Without credentials, the SDK searches for a metadata server and asks gcloud.
export async function reach() {
  await new Storage({ retryOptions: { autoRetry: false } }).getBuckets()
}
