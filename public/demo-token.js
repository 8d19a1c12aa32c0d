// Tokens of the demonstration: in real use the host's own sign-in gives them. Only a server started with
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
  return () => {
    const asked = !only && role === early?.role ? early.token : ask(role, only);
    early = undefined;
    return asked;
  };
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

// The agent's app needs one at once: it is asked for while the rest of the scripts is on its way.
/** @type {{ role: string, token: Promise<string> } | undefined} */
let early;
if (location.pathname.startsWith("/app/")) {
  const role = new URLSearchParams(location.search).get("role") ?? "agent";
  early = { role, token: ask(role) };
  early.token.catch(() => {});
}
