"""Evidence: taken in whole and durable, analysed at arm's length, every step of its life in the ledger."""
