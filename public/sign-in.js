// The token of whoever is signed in with the organisation, for the product's own two pages. The server leads from
// `/sign-in/token` to the address that the operator configured, and from `/sign-in` to the page to sign in on.

// A network that takes and never answers is none.
const ANSWER_MS = 10_000;
const NOT_SIGNED_IN = [401, 403];
/** Of who is signed in and has no access to the customer. */
const NOT_THEIRS = 404;
const NOT_SET_UP = 501;
const TEXTS = {
  nl: {
    "signed-out": ["U bent niet aangemeld.", "Aanmelden"],
    "not-set-up": ["Aanmelden is hier nog niet ingericht.", "Wat te doen"],
  },
  en: {
    "signed-out": ["You are not signed in.", "Sign in"],
    "not-set-up": ["Signing in has not been set up here yet.", "What to do"],
  },
};

/**
 * What the sign-in answers.
 *
 * @typedef {{ token: string, customer?: string }} Signed
 */

/** Nobody is signed in, or nobody could be. */
export class SignInError extends Error {
  /** @param {"signed-out" | "not-set-up"} reason */
  constructor(reason) {
    super(reason === "signed-out" ? "nobody is signed in" : "sign_in.token_url is not set");
    this.reason = reason;
  }
}

/**
 * A way to get tokens for one page; when there is none, the page says so and leads to where one signs in.
 *
 * @param {"app" | "mijn"} face
 * @param {{ customer?: string | undefined, role?: string | undefined }} [asked] `role` counts in the demo only.
 * @returns {(customer?: string) => Promise<Signed>} Asks for a token that is good for this customer.
 */
export function signIn(face, asked = {}) {
  return async (customer = asked.customer) => {
    const query = question({ face, role: asked.role, customer });
    const isEarly = query === early?.query;
    const answer = isEarly && early ? early.answer : ask(query);
    early = undefined;
    try {
      const signed = await answer;
      show();
      return signed;
    } catch (error) {
      // Without network the app goes on with what is on the device.
      if (error instanceof SignInError) show(error.reason);
      throw error;
    }
  };
}

/**
 * What is known of these, as a query; always in one order.
 *
 * @param {{ face: string, role?: string | null | undefined, customer?: string | null | undefined }} parts
 */
function question({ face, role, customer }) {
  return new URLSearchParams({ face, ...(role && { role }), ...(customer && { customer }) }).toString();
}

/**
 * @param {string} query
 * @returns {Promise<Signed>}
 */
async function ask(query) {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(`/sign-in/token?${query}`, { cache: "no-store", credentials: "include", signal });
  if (NOT_SIGNED_IN.includes(response.status)) throw new SignInError("signed-out");
  if (response.status === NOT_SET_UP) throw new SignInError("not-set-up");
  const isOfCustomer = new URLSearchParams(query).has("customer");
  if (isOfCustomer && response.status === NOT_THEIRS) throw Object.assign(new Error("not for this customer"), { code: "no-rights" });
  // Whoever is signed in still is: the app goes on with what is on the device.
  if (!response.ok) throw Object.assign(new Error(`no token: ${response.status}`), { code: "unreachable" });
  // Many sign-ins answer with their page instead of 401, and with 200.
  const signed = await response.json().catch(() => undefined);
  if (typeof signed?.token !== "string" || signed.token === "") throw new SignInError("signed-out");
  return signed;
}

/**
 * Says why there is nobody, with the way to sign in; or takes that away again.
 *
 * @param {keyof typeof TEXTS.nl} [reason]
 */
function show(reason) {
  const bar = /** @type {HTMLElement} */ (document.getElementById("sign-in"));
  bar.hidden = !reason;
  if (!reason) return;
  const [text, action] = TEXTS[document.documentElement.lang === "en" ? "en" : "nl"][reason];
  const link = document.createElement("a");
  link.href = `/sign-in?${new URLSearchParams({ return: location.pathname + location.search })}`;
  link.textContent = action ?? "";
  bar.replaceChildren(`${text} `, link);
}

// The agent's app needs one at once: it is asked for while the rest of the scripts is on its way.
/** @type {{ query: string, answer: Promise<Signed> } | undefined} */
let early;
if (location.pathname.startsWith("/app/")) {
  const address = new URLSearchParams(location.search);
  const query = question({ face: "app", role: address.get("role"), customer: address.get("customer") });
  early = { query, answer: ask(query) };
  early.answer.catch(() => {});
}
