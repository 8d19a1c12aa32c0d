"""Sends what a shop would, with the library named: send.py MODULE HOST WRITE_KEY PREFIX."""

import importlib
import sys

MODULE, HOST, KEY, PREFIX = sys.argv[1:5]
analytics = importlib.import_module(MODULE)
analytics.write_key = KEY
if MODULE.startswith("rudderstack"):
    analytics.dataPlaneUrl = HOST
else:
    analytics.host = HOST
failed = []
analytics.on_error = lambda error, items: failed.append(str(error))

USER, VISITOR = f"{PREFIX}-user", f"{PREFIX}-visitor"
analytics.page(anonymous_id=VISITOR, category="Winkel", name="Tarieven")
analytics.identify(USER, {"firstName": "Ans", "lastName": "de Boer", "email": f"{PREFIX}@example.nl"}, anonymous_id=VISITOR)
analytics.track(USER, "Order Completed", {"order_id": f"{PREFIX}-1", "total": 24.5, "currency": "EUR"})
analytics.screen(USER, "App", "Start")
analytics.group(USER, f"{PREFIX}-org", {"name": "Bakkerij"})
analytics.alias(f"{PREFIX}-old", USER)
analytics.flush()
analytics.shutdown()
print("\n".join(failed))
