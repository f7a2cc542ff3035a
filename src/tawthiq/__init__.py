"""Tawthiq: from reports of attacks on civilians to published figures that a court can check."""
