import type { KnownSender } from './known-sender.ts'

/** What cloud SDKs request from the machine that they run on. */
export const metadataSenders = (): readonly KnownSender[] => [
  {
    what: 'the metadata service of AWS',
    at: ['169.254.169.254', 'fd00:ec2::254'],
    packages: ['@smithy/*', '@aws-sdk/*', 'aws-sdk'],
    shared: true,
    quiet: 'set AWS_EC2_METADATA_DISABLED=true',
    source: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html',
  },
  {
    what: 'the metadata service of Google Cloud',
    at: ['169.254.169.254', 'metadata.google.internal'],
    packages: ['gcp-metadata', 'google-auth-library', '@google-cloud/*', 'google-gax'],
    shared: true,
    quiet: 'set METADATA_SERVER_DETECTION=none',
    source: 'https://cloud.google.com/nodejs/docs/reference/gcp-metadata/latest/overview',
  },
  {
    what: 'the metadata service of Azure',
    at: ['169.254.169.254'],
    packages: ['@azure/*'],
    shared: true,
    quiet: 'give the tests another credential than ManagedIdentityCredential',
    source: 'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
  },
  {
    what: 'the metadata service of a cloud machine',
    at: ['169.254.169.254', 'fd00:ec2::254'],
    source: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html',
  },
  {
    what: 'the metadata service of Google Cloud',
    at: ['metadata.google.internal'],
    quiet: 'set METADATA_SERVER_DETECTION=none',
    source: 'https://cloud.google.com/nodejs/docs/reference/gcp-metadata/latest/overview',
  },
  {
    what: 'the credentials service of a cloud container',
    at: ['169.254.170.2'],
    quiet: 'give the tests credentials by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    source: 'https://unpkg.com/@smithy/credential-provider-imds@4.5.2/dist-es/fromContainerMetadata.js',
  },
]
