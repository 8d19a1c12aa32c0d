// The page's half: asks your own server for a token, and knows a login page from a token.
//
//   import { tokenFrom } from "./get-token.mjs";
//   document.querySelector("klantbeeld-view").getToken = tokenFrom("/klantbeeld-token");

/** @param {string} route The route of your own server that gives tokens. */
export function tokenFrom(route) {
  return async (/** @type {{ customer: string }} */ { customer }) => {
    const query = new URLSearchParams({ customer });
    const answer = await fetch(`${route}?${query}`, { cache: "no-store", credentials: "same-origin" });
    // A session that ended often redirects to a login page, which is `ok` and no token.
    if (!answer.ok || answer.redirected) throw new Error("nobody is signed in");
    return answer.text();
  };
}
