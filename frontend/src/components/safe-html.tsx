/** HTML that somebody wrote: the server cleaned it, and it is cleaned again where it is shown. */
import { Typography } from "@mantine/core";
import DOMPurify from "dompurify";
import { useMemo } from "react";

export function SafeHtml({ html }: { readonly html: string }) {
  const clean = useMemo(
    () => DOMPurify.sanitize(html, { USE_PROFILES: { html: true }, FORBID_ATTR: ["style", "id"] }),
    [html],
  );
  return (
    <Typography>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: this is the one place for it, behind DOMPurify. */}
      <div dangerouslySetInnerHTML={{ __html: clean }} />
    </Typography>
  );
}
