"""Django: the route that gives the view its tokens. Needs `pip install "pyjwt[crypto]"`.

    urlpatterns = [path("klantbeeld-token", klantbeeld_token)]

    # settings.py
    KLANTBEELD_PRIVATE_KEY = Path("crm.private.pem").read_text()
"""

import time

import jwt
from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


def may_open(user, customer):
    """Your own rule: whether this person may see this customer."""
    return True


# Without @login_required: it redirects to a login page, which would arrive as the token.
@require_GET
@never_cache
def klantbeeld_token(request):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    customer = request.GET.get("customer", "")
    if customer and not may_open(request.user, customer):
        return HttpResponse(status=403)
    now = int(time.time())
    claims = {
        "sub": str(request.user.pk),
        "name": request.user.get_full_name() or request.user.get_username(),
        "tenant": "default",
        "role": "agent",
        "aud": "klantbeeld",
        "iat": now,
        "exp": now + 300,
        # Without a customer the view searches: for that it needs them all.
        "customers": [customer] if customer else "*",
    }
    token = jwt.encode(
        claims, settings.KLANTBEELD_PRIVATE_KEY, algorithm="ES256", headers={"kid": "crm"}
    )
    return HttpResponse(token, content_type="text/plain")
