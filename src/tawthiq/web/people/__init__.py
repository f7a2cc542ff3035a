"""The people of a home: invitations, roles, access, tokens; the administrator runs them and reads no case."""
