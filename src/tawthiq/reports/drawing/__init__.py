"""Draw maps and charts as SVG from boundaries, points and counts; no network, no fonts measured, no clock."""
