"""Runs the Django recipe as Django does, and prints what it answers: for nobody, and for somebody."""

import json
import sys
from pathlib import Path

from django.conf import settings

recipe, key = sys.argv[1:]
settings.configure(
    DEBUG=False,
    SECRET_KEY="test",
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="django_recipe_urls",
    KLANTBEELD_PRIVATE_KEY=Path(key).read_text(),
)

import types

import django

django.setup()
sys.path.insert(0, recipe)
from django.test import RequestFactory

from klantbeeld_token import klantbeeld_token


def answer(user, query=""):
    request = RequestFactory().get("/klantbeeld-token" + query)
    request.user = user
    return klantbeeld_token(request)


nobody = types.SimpleNamespace(is_authenticated=False)
somebody = types.SimpleNamespace(
    is_authenticated=True, pk=7, get_full_name=lambda: "Sanne Bakker", get_username=lambda: "sanne"
)
print(
    json.dumps(
        {
            "nobody": answer(nobody).status_code,
            "one": answer(somebody, "?customer=c-4401882").content.decode(),
            "all": answer(somebody).content.decode(),
        }
    )
)
