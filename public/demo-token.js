// Tokens for the demo's host pages: in real use the host's own sign-in gives them. Only a server started with
// `--demo` on this machine answers here.

// A network that takes and never answers is none.
const ANSWER_MS = 10_000;

/**
 * A way to get tokens for one role.
 *
 * @param {string} role A role of the policy, such as `agent` or `customer`.
 * @param {string} [only] The one customer that the tokens are for.
 * @returns {(request: object) => Promise<string>}
 */
export function demoToken(role, only) {
  return () => ask(role, only);
}

/**
 * @param {string} role
 * @param {string} [only]
 * @returns {Promise<string>}
 */
async function ask(role, only) {
  const query = new URLSearchParams({ role, ...(only && { customer: only }) });
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(`/demo/token?${query}`, { cache: "no-store", credentials: "omit", signal });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return (await response.json()).token;
}
