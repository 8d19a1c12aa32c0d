// ASP.NET Core: the route that gives the view its tokens.
// Needs `dotnet add package Microsoft.IdentityModel.JsonWebTokens`.
//
//   app.MapKlantbeeldToken(File.ReadAllText("crm.private.pem"));

using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

public static class KlantbeeldToken
{
    public static void MapKlantbeeldToken(this WebApplication app, string privateKeyPem, string kid = "crm")
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(privateKeyPem);
        var key = new ECDsaSecurityKey(ecdsa) { KeyId = kid };
        var credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        var handler = new JsonWebTokenHandler();

        // Without RequireAuthorization(): cookie sign-in redirects to a login page, which would arrive as the token.
        app.MapGet("/klantbeeld-token", (HttpContext context, string? customer) =>
        {
            var user = context.User;
            if (user.Identity?.IsAuthenticated != true)
            {
                return Results.StatusCode(401);
            }
            if (!string.IsNullOrEmpty(customer) && !MayOpen(user, customer))
            {
                return Results.StatusCode(403);
            }
            var claims = new Dictionary<string, object>
            {
                ["sub"] = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
                ["name"] = user.Identity.Name ?? "",
                ["tenant"] = "default",
                ["role"] = "agent",
                // Without a customer the view searches: for that it needs them all.
                ["customers"] = string.IsNullOrEmpty(customer) ? "*" : new[] { customer },
            };
            var now = DateTime.UtcNow;
            var token = handler.CreateToken(new SecurityTokenDescriptor
            {
                Audience = "klantbeeld",
                IssuedAt = now,
                Expires = now.AddMinutes(5),
                Claims = claims,
                SigningCredentials = credentials,
            });
            context.Response.Headers.CacheControl = "no-store";
            return Results.Text(token, "text/plain");
        });
    }

    // Your own rule: whether this person may see this customer.
    private static bool MayOpen(ClaimsPrincipal user, string customer) => true;
}
