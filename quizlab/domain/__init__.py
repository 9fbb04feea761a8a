"""Plain records that every room speaks; nothing here knows a library."""
