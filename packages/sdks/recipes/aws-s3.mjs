import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'

// Without credentials, the SDK asks the machine that it supposes to run on.
export async function reach({ about = 'Oslo' } = {}) {
  const environment = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']
  for (const name of environment) delete process.env[name]
  await new S3Client({ region: 'eu-central-1', maxAttempts: 1 }).send(new ListBucketsCommand({ Prefix: about })) // calls out
}
