/**
 * The policy of one page. Scripts run only with the page's nonce.
 *
 * Styles may be inline: the terminal and the positioning of menus write style attributes and elements at run time,
 * and with images, fonts and connections held to this origin a style has nowhere to send what it could read.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const rules = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return rules.join('; ');
}
