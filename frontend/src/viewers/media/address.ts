/** Where a file named in task data can be loaded from, or why it cannot. */

export type MediaAddress =
  | { readonly kind: "url"; readonly url: string; readonly given: string }
  | { readonly kind: "missing" }
  | { readonly kind: "cloud"; readonly given: string; readonly service: string }
  | { readonly kind: "refused"; readonly given: string; readonly reason: string };

const CLOUDS: Readonly<Record<string, string>> = {
  s3: "Amazon S3",
  gs: "Google Cloud Storage",
  "azure-blob": "Azure Blob Storage",
  azure: "Azure Blob Storage",
  hdfs: "HDFS",
  file: "files of another machine",
};

/** Kinds of data that an address may hold itself; a document or script is none of them. */
const DATA =
  /^data:(image\/[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|application\/(pdf|json|csv)|text\/(csv|plain|tab-separated-values))[;,]/i;

export function mediaAddress(value: unknown, toUrl: (url: string) => string): MediaAddress {
  if (typeof value !== "string" || value.trim() === "") return { kind: "missing" };
  const given = value.trim();
  // A browser leaves out spaces and control characters before it looks at the scheme.
  const scheme = /^([a-z][a-z\d+.-]*):/i
    .exec(given.replace(/[\s\p{Cc}]/gu, ""))?.[1]
    ?.toLowerCase();
  if (scheme === undefined) return { kind: "url", url: toUrl(given), given };
  const service = CLOUDS[scheme];
  if (service !== undefined) return { kind: "cloud", given, service };
  if (scheme === "http" || scheme === "https" || scheme === "blob") {
    return { kind: "url", url: toUrl(given), given };
  }
  if (scheme === "data") {
    if (DATA.test(given)) return { kind: "url", url: given, given };
    return { kind: "refused", given, reason: "it holds data of a kind that is not shown" };
  }
  return { kind: "refused", given, reason: `addresses that begin with ${scheme}: are not opened` };
}
