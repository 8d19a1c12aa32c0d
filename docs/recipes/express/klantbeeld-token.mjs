// Express: the route that gives the view its tokens. Needs `npm install jose`.
//
//   app.get("/klantbeeld-token", klantbeeldToken({ privateKey: readFileSync("crm.private.pem", "utf8") }));
import { SignJWT, importPKCS8 } from "jose";

/**
 * @param {{ privateKey: string, kid?: string, tenant?: string, mayOpen?: (user: any, customer: string) => boolean }} options
 */
export function klantbeeldToken({ privateKey, kid = "crm", tenant = "default", mayOpen = () => true }) {
  const key = importPKCS8(privateKey, "ES256");
  return async (request, response) => {
    response.set("cache-control", "no-store");
    // Your session, however you keep it. A plain 401: a redirect to a login page would arrive as the token.
    const user = request.user;
    if (!user) return response.sendStatus(401);
    const customer = String(request.query.customer ?? "");
    if (customer && !mayOpen(user, customer)) return response.sendStatus(403);
    const token = await new SignJWT({
      name: user.name,
      tenant,
      role: "agent",
      // Without a customer the view searches: for that it needs them all.
      customers: customer ? [customer] : "*",
    })
      .setProtectedHeader({ alg: "ES256", kid })
      .setSubject(String(user.id))
      .setAudience("klantbeeld")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(await key);
    response.type("text/plain").send(token);
  };
}
