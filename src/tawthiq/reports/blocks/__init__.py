"""The blocks of a report, a module each: a call that stands alone in a paragraph becomes tables, maps, lists."""
