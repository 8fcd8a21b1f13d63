"""The application as any WSGI server runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeconduct.web.settings")

application = get_wsgi_application()
