"""Run the command as `python -m tawthiq`."""

from tawthiq.cli import main

main()
