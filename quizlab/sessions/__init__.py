"""The use cases: what the command line and the app ask for, wired from the rooms."""
