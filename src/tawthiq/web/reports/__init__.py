"""Reports: source on one side, preview on the other; built as a background job."""
