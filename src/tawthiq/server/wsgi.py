"""The WSGI application of the home that TAWTHIQ_HOME names."""

import os

from django.core.wsgi import get_wsgi_application

from tawthiq.config.logs import log_answers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.config.settings")
application = get_wsgi_application()
log_answers()
