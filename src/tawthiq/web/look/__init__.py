"""Looking: incidents and persons as list, map and timeline over the same filters; search; export."""
