"""Work in the background: asked for by a person, done in their name, never lost and never running for ever."""
