import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'

const credentials = { accessKeyId: 'id', secretAccessKey: 'key' }

export async function reach({ url = 'https://s3.eu-central-1.amazonaws.com' } = {}) {
  const client = new S3Client({ region: 'eu-central-1', endpoint: url, credentials, maxAttempts: 1 })
  await client.send(new ListBucketsCommand({})) // calls out
}
