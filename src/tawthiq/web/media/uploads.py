"""Files on their way in: in the home's work folder while they come, gone with the request; signed-in people only."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from tawthiq.config.vaults import UPLOAD, upload_folder


class WorkFile(TemporaryUploadedFile):
    """An upload in a file that only this system reads; closing it removes it."""

    def __init__(
        self, name: str | None, content_type: str | None, size: int, charset: str | None, extra: Any = None
    ) -> None:
        folder = None if settings.HOME is None else upload_folder(settings.HOME)
        file = tempfile.NamedTemporaryFile(suffix=UPLOAD, dir=folder)  # noqa: SIM115  closed with the request
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class WorkFileUploads(TemporaryFileUploadHandler):
    """Take uploads of people who are signed in; nobody else writes to the disk."""

    def new_file(self, *args: Any, **options: Any) -> None:
        """Open the file that the upload goes to, or stop reading it."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **options)
        self.file = WorkFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
