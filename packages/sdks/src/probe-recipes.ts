import type { RecipeRow } from './recipe.ts'

/** What looks for the cloud it may run in. */
export const probes: readonly RecipeRow[] = [
  {
    name: 'aws-s3',
    package: '@aws-sdk/client-s3',
    does: 'looks for credentials',
    reaches: { '169.254.169.254:80': '@aws-sdk/credential-provider-node' },
    standIn: 'no',
  },
  {
    name: 'google-storage',
    package: '@google-cloud/storage',
    does: 'looks for credentials, starts gcloud',
    reaches: {
      'metadata.google.internal:80': '@google-cloud/storage › google-auth-library › gcp-metadata, from its test',
      '169.254.169.254:80': [
        'gaxios, from its test',
        '@google-cloud/storage › google-auth-library › gcp-metadata, from its test',
      ],
      'exec:sh': '@google-cloud/storage › google-auth-library, from its test',
    },
    standIn: 'no',
    slow: true,
  },
]
