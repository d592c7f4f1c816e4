"""Links to other hosts, asked politely: one request at a time to a host, never to a private address, answers kept."""
