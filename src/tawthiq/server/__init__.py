"""The running application: all doors under their addresses, served by a server fit for production."""
