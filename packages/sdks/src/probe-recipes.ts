import type { RecipeRow } from './recipe.ts'

/** Packages that search for the cloud they may run in. */
export const probes: readonly RecipeRow[] = [
  {
    name: 'aws-s3',
    package: '@aws-sdk/client-s3',
    does: 'searches for credentials',
    reaches: { '169.254.169.254:80': '@aws-sdk/client-s3 › @aws-sdk/credential-provider-node, as installed' },
    standIn: 'no',
  },
  {
    name: 'google-storage',
    package: '@google-cloud/storage',
    does: 'searches for credentials, starts gcloud',
    reaches: {
      'metadata.google.internal:80': '@google-cloud/storage › google-auth-library › gcp-metadata, from its use',
      '169.254.169.254:80': [
        '@google-cloud/storage › google-auth-library › gaxios, as installed, from its use',
        '@google-cloud/storage › google-auth-library › gcp-metadata, from its use',
      ],
      'exec:sh': '@google-cloud/storage › google-auth-library, from its use',
    },
    standIn: 'no',
    slow: true,
  },
]
